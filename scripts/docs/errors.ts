import { groupBy, upperFirst } from 'lodash';

import {
	INSTAGRAM_ERRORS,
	INSTAGRAM_ERRORS_OF_OPEN_API,
} from '../../nodes/shared/api/errors/instagram';
import { networkFailure } from '../../nodes/shared/api/errors/network';
import { judge, readResponse } from '../../nodes/shared/api/judge';
import {
	getRequest,
	postRequest,
	messageRequest,
	type ApiRequest,
} from '../../nodes/shared/api/request';
import { FailedCall } from '../../nodes/shared/api/failedCall';
import { sentenceOf, type Failure } from '../../nodes/shared/api/result';
import { regexMatcher } from '../../nodes/shared/filters/regex';
import { parseSettings } from '../../nodes/shared/filters/parseSettings';
import { properties } from '../../nodes/InstantDmTrigger/settings/properties';
import * as polled from '../../nodes/InstantDmPollingTrigger/settings';
import { settingsSchema } from '../../nodes/InstantDmTrigger/settings/settings';
import { SetupError } from '../../nodes/shared/filters/setupError';
import { table } from './markdown';
import { refusalTable } from './refusals';

/** One error as the node words it, and what brings it about. */
interface Row extends Pick<Failure, 'title' | 'advice'> {
	why: string;
}

function errorTable(rows: Row[]): string {
	return table(
		['What you see', 'Why', 'What to do'],
		rows.map(({ title, why, advice }) => {
			if (advice === null) throw new Error(`No advice for “${title}”`);
			return [title, upperFirst(why), upperFirst(advice)];
		}),
	);
}

/** Rows with the same words become one, their causes side by side. */
function merged(rows: Row[]): Row[] {
	return Object.values(groupBy(rows, sentenceOf)).flatMap((same) =>
		same.slice(0, 1).map((row) => ({ ...row, why: same.map(({ why }) => why).join(', ') })),
	);
}

const message = messageRequest({});
const reading = getRequest('/ig_posts');
const starting = postRequest('/trigger_flow', {});

/** What a call comes to whose answer has this status and body. */
function answered(request: ApiRequest, status: number, body: unknown = ''): Failure {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	try {
		judge(readResponse({ statusCode: status, body: text }), request, '', 0);
	} catch (error) {
		if (error instanceof FailedCall) return error.failure;
	}
	throw new Error('Nothing went wrong');
}

/** InstantDM's documented answers ("Error Codes"), and those of what may be before it. */
const ANSWERS: [why: string, request: ApiRequest, status: number, body?: object | string][] = [
	['401 “Missing API key”', message, 401, 'Missing API key'],
	['401 “Invalid API key”', message, 401, 'Invalid API key'],
	['402 “Insufficient credits”', message, 402, 'Insufficient credits'],
	['402 with `credits_remaining`', starting, 402, { error: { credits_remaining: 1 } }],
	['403 “API access requires higher plan”', message, 403, 'API access requires higher plan'],
	['403 with `upgrade_required`', reading, 403, { error: { upgrade_required: true } }],
	['403 with `reconnect_required`', reading, 403, { error: { reconnect_required: true } }],
	['another 403', message, 403],
	['404 “No Instagram access token found”', message, 404, 'No Instagram access token found'],
	['404 “Facebook page not connected”', reading, 404, 'Facebook page not connected'],
	['404 “Ad has no Instagram media”', reading, 404, 'Ad has no Instagram media'],
	['another 404 of the Open API', reading, 404, {}],
	['another 404', message, 404],
	['429 “Hourly rate limit reached”', message, 429, 'Hourly rate limit reached'],
	['another 4xx, such as 400 “Missing message”', message, 400, 'Missing message'],
	['408', message, 408],
	['413', message, 413],
	['5xx to a message or comment', message, 500],
	['5xx to what starts or publishes something', starting, 500],
	['5xx to what only reads', reading, 503],
	['3xx', message, 302],
	['2xx that reports an error', message, 200, { status: 'error' }],
	['2xx without JSON', message, 200],
	['2xx without JSON to what only reads', reading, 200],
];

function byInstantDm(): Row[] {
	return ANSWERS.map(([why, request, status, body]) => ({
		...answered(request, status, body),
		why,
	}));
}

const rowsOf = (errors: typeof INSTAGRAM_ERRORS) =>
	merged(Object.entries(errors).map(([code, meaning]) => ({ ...meaning, why: `\`${code}\`` })));

function byInstagram(): Row[] {
	const unlisted = { error: { code: 999, type: 'OAuthException' } };
	return [
		...rowsOf(INSTAGRAM_ERRORS),
		...rowsOf(INSTAGRAM_ERRORS_OF_OPEN_API).map(({ why, ...row }) => ({
			...row,
			why: `${why} from the Open API`,
		})),
		{ ...answered(message, 400, unlisted), why: 'another code, with a status of 4xx' },
		{ ...answered(message, 500, unlisted), why: 'another code, with another status' },
		{
			...answered(reading, 500, { error: { code: 2, type: 'OAuthException' } }),
			why: '`1`, `2` to what only reads',
		},
	];
}

const FAILURES: [why: string, request: ApiRequest, failure: object][] = [
	['connection refused', message, { code: 'ECONNREFUSED', syscall: 'connect' }],
	['host name not found', message, { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
	["no connection within the system's limit", message, { code: 'ETIMEDOUT', syscall: 'connect' }],
	['certificate not valid, or not https', message, { code: 'CERT_HAS_EXPIRED' }],
	["a private address, protected by n8n's settings", message, { name: 'SsrfBlockedIpError' }],
	['not a URL, or a key with odd characters', message, { code: 'ERR_INVALID_URL' }],
	['timeout, connection lost, anything else', message, { code: 'ECONNRESET', syscall: 'read' }],
	['the same to what only reads', reading, { code: 'ECONNRESET', syscall: 'read' }],
];

function byNetwork(): Row[] {
	return FAILURES.map(([why, request, failure]) => ({
		...networkFailure(failure, request).failure,
		why,
	}));
}

const settings = {
	events: ['comment'],
	outputMode: 'single',
	verifySignature: true,
	simplify: true,
	options: {},
};

/** A trigger with one of its options set like that. */
const withOption = (options: object) => () =>
	parseSettings(settingsSchema, properties, { ...settings, options });
const polling = (options: object) => () =>
	parseSettings(polled.settingsSchema, polled.properties, { ...settings, options });

/** What the triggers say about settings: a message, and a hint of its own below it. */
function byTrigger(): string {
	const trials: [why: string, trial: () => unknown][] = [
		[
			'no event, or an expression',
			() => parseSettings(settingsSchema, properties, { ...settings, events: [] }),
		],
		[
			'an expression',
			() => parseSettings(settingsSchema, properties, { ...settings, events: ['no_such_event'] }),
		],
		['an expression; the same for other fields', withOption({ commentKind: 'none' })],
		['a name or a link', withOption({ mediaIds: 'DDm3v8xN' })],
		['an expression', withOption({ posts: ['DDm3v8xN'] })],
		['an expression', withOption({ maxAge: -1 })],
		['an expression', polling({ lookBack: -1 })],
		['an expression', polling({ maxPosts: 201 })],
		[
			'the option Keywords, with Keyword Match set to Regular Expression',
			() => regexMatcher(['(price']),
		],
	];
	const rows = trials.map(([why, trial]) => {
		try {
			trial();
		} catch (error) {
			if (error instanceof SetupError) return [error.message, upperFirst(why), error.hint];
		}
		throw new Error(`Nothing was refused: ${why}`);
	});
	return table(['What you see', 'Why', 'What to do'], rows);
}

/** The tables of errors, by block. */
export function errorBlocks(): Record<string, string> {
	return {
		'errors input': refusalTable(),
		'errors instantdm': errorTable(byInstantDm()),
		'errors instagram': errorTable(byInstagram()),
		'errors network': errorTable(byNetwork()),
		'errors trigger': byTrigger(),
	};
}
