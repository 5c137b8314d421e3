import { readFileSync } from 'node:fs';
import path from 'node:path';

import { groupBy } from 'lodash';

import { buildMessage } from '../../nodes/InstantDm/messageFormats/index';
import { parseOptions } from '../../nodes/InstantDm/execution/options';
import { inputFailure } from '../../nodes/InstantDm/execution/outcome';
import { meaningOf } from '../../nodes/shared/api/errors/instagram';
import { meaningOfStatus } from '../../nodes/shared/api/errors/instantDm';
import { judge } from '../../nodes/shared/api/judge';
import { judgeNetworkFailure } from '../../nodes/shared/api/errors/network';
import { commentReplyBody, directMessageBody } from '../../nodes/InstantDm/resources/requestBodies';
import type { Result } from '../../nodes/shared/api/result';
import { regexMatcher } from '../../nodes/shared/filters/linearRegex/index';
import { parseSettings } from '../../nodes/shared/filters/parseSettings';
import { settingsSchema } from '../../nodes/InstantDmTrigger/settings/settings';
import { SetupError } from '../../nodes/shared/filters/setupError';
import { table } from './markdown';

const INSTAGRAM_ERRORS = path.join(__dirname, '../../nodes/shared/api/errors/instagram.ts');

/** One error as the node words it, and what brings it about. */
interface Row {
	sentence: string;
	why: string;
}

/** What happened and, behind a colon, what to do; a place such as `Card 1, Button 2:` may lead. */
const SENTENCE = /^((?:[\w ]+ \d+: )?.+?): (.+)$/s;

function errorTable(rows: Row[]): string {
	return table(
		['What you see', 'Why', 'What to do'],
		rows.map(({ sentence, why }) => {
			const [, sees, mend] = SENTENCE.exec(sentence) ?? [];
			if (sees === undefined || mend === undefined) throw new Error(`No advice in “${sentence}”`);
			return [sees, why, mend];
		}),
	);
}

/** Rows with the same sentence become one, their causes side by side. */
function merged(rows: Row[]): Row[] {
	return Object.entries(groupBy(rows, 'sentence')).map(([sentence, same]) => ({
		sentence,
		why: same.map(({ why }) => why).join(', '),
	}));
}

/** InstantDM's documented answers ("Error Codes"), and those of what may stand in between. */
const ANSWERS: [why: string, status: number, words?: string][] = [
	['401 “Missing API key”', 401, 'Missing API key'],
	['401 “Invalid API key”', 401, 'Invalid API key'],
	['402 “Insufficient credits”', 402, 'Insufficient credits'],
	['403 “API access requires higher plan”', 403, 'API access requires higher plan'],
	['403 with other words', 403],
	['404 “No Instagram access token found”', 404, 'No Instagram access token found'],
	['404 with other words', 404],
	['429 “Hourly rate limit reached”', 429, 'Hourly rate limit reached'],
	['another 4xx, such as 400 “Missing message”', 400, 'Missing message'],
	['408', 408],
	['413', 413],
	['5xx', 500],
	['3xx', 302],
	['2xx without JSON', 200],
];

function byInstantDm(): Row[] {
	return ANSWERS.map(([why, status, words]) => ({
		sentence: meaningOfStatus(status, words ?? null).error,
		why,
	}));
}

/** Every code in the node's table of Instagram's errors, in its order. */
function instagramCodes(): [code: number, subcode: number | null][] {
	const source = readFileSync(INSTAGRAM_ERRORS, 'utf8');
	return [...source.matchAll(/^\t'(\d+)(?:\/(\d+))?':/gm)].map(([, code, subcode]) => [
		Number(code),
		subcode === undefined ? null : Number(subcode),
	]);
}

function byInstagram(): Row[] {
	const rows = instagramCodes().flatMap(([code, subcode]) => {
		const meaning = meaningOf({ code, subcode, message: null, traceId: null }, 400);
		const why = subcode === null ? `${code}` : `${code}/${subcode}`;
		return meaning === undefined ? [] : [{ sentence: meaning.error, why: `\`${why}\`` }];
	});
	const unlisted = (status: number) =>
		errorOf(
			judge({ status, headers: {}, body: { error: { code: 999, type: 'OAuthException' } } }, 0, []),
		);
	return [
		...merged(rows),
		{ sentence: unlisted(400), why: 'another code, with a status of 4xx' },
		{ sentence: unlisted(500), why: 'another code, with another status' },
	];
}

function errorOf(result: Result): string {
	if (result.ok) throw new Error('Nothing went wrong');
	return result.failure.error;
}

const FAILURES: [why: string, failure: object][] = [
	['connection refused', { code: 'ECONNREFUSED', syscall: 'connect' }],
	['host name not found', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
	['no connection within the system’s limit', { code: 'ETIMEDOUT', syscall: 'connect' }],
	['certificate not valid, or not https', { code: 'CERT_HAS_EXPIRED' }],
	['n8n’s protection against calls to private addresses', { name: 'SsrfBlockedIpError' }],
	['not an address, or a key with odd characters', { code: 'ERR_INVALID_URL' }],
	['timeout, connection lost, anything else', { code: 'ECONNRESET', syscall: 'read' }],
];

function byNetwork(): Row[] {
	return FAILURES.map(([why, failure]) => ({
		sentence: errorOf(judgeNetworkFailure(failure)),
		why,
	}));
}

function refusalOf(build: () => unknown): string {
	try {
		build();
	} catch (error) {
		return inputFailure(error).failure.error;
	}
	throw new Error('Nothing was refused');
}

const message = (parameters: Record<string, unknown>) =>
	refusalOf(() => buildMessage((name) => parameters[name]));
const buttons = (...button: object[]) =>
	message({ messageType: 'buttonTemplate', text: 'Hi', buttons: { button } });
const replies = (...quickReply: object[]) =>
	message({ messageType: 'quickReplies', text: 'Hi', quickReplies: { quickReply } });
const cards = (...card: object[]) => message({ messageType: 'carousel', cards: { card } });
const json = (messageJson: unknown) => message({ messageType: 'json', messageJson });
const web = { type: 'web_url', title: 'Shop', url: 'https://example.com' };

function byInput(): Row[] {
	const rows: [why: string, sentence: string][] = [
		['no recipient', refusalOf(() => directMessageBody('', {}))],
		['a username', refusalOf(() => directMessageBody('user123', {}))],
		['an ID without quotes in JSON', refusalOf(() => directMessageBody(2.3587082946346243e22, {}))],
		['no comment', refusalOf(() => commentReplyBody('', 'Thanks'))],
		['no public reply', refusalOf(() => commentReplyBody('17890012345', ' '))],
		['a list or an object', refusalOf(() => commentReplyBody('17890012345', ['Thanks']))],
		['an expression that gave another value', message({ messageType: 'sticker' })],
		['no text', message({ messageType: 'text', text: '' })],
		['too long for one message', message({ messageType: 'text', text: 'a'.repeat(1001) })],
		['no file, or not https', message({ messageType: 'image', mediaUrl: 'photo.jpg' })],
		['no text', message({ messageType: 'buttonTemplate', text: '' })],
		['too long', message({ messageType: 'buttonTemplate', text: 'a'.repeat(641) })],
		['too few or too many', buttons(...Array<object>(4).fill(web))],
		['another type', buttons({ type: 'call' })],
		['no title', buttons({ type: 'web_url' })],
		['no address', buttons({ ...web, url: 'example.com' })],
		['no payload', buttons({ type: 'postback', title: 'Prices' })],
		['no text', message({ messageType: 'quickReplies', text: '' })],
		['too long', message({ messageType: 'quickReplies', text: 'a'.repeat(1001) })],
		['too few or too many', replies(...Array<object>(14).fill({ contentType: 'user_email' }))],
		['another content', replies({ contentType: 'location' })],
		['no title', replies({ contentType: 'text' })],
		['too few or too many', cards(...Array<object>(11).fill({ title: 'A', subtitle: 'B' }))],
		['no title', cards({ title: '' })],
		['a title alone', cards({ title: 'Summer' })],
		['a long title', cards({ title: 'a'.repeat(81) })],
		['a subtitle that is no text', cards({ title: 'Summer', subtitle: ['A'] })],
		['not https', cards({ title: 'Summer', imageUrl: 'http://example.com/a.jpg' })],
		['no address', cards({ title: 'Summer', url: 'example.com' })],
		['empty', json('')],
		['not JSON', json('{"text": "Hello!"')],
		['not an object', json('"Hello!"')],
		['an object without content', json('{}')],
		['an ID without quotes', json('{"id": 2358708294634624123}')],
		['a value out of range', refusalOf(() => parseOptions({ concurrency: 0 }))],
		['a value out of range', refusalOf(() => parseOptions({ requestsPerSecond: -1 }))],
		['another value', refusalOf(() => parseOptions({ onRateLimit: 'repeat' }))],
		['a value out of range', refusalOf(() => parseOptions({ maxWait: -1 }))],
		['another value', refusalOf(() => parseOptions({ splitLongText: 'yes' }))],
		['a value out of range', refusalOf(() => parseOptions({ timeout: 0 }))],
		['an expression that gave something else', refusalOf(() => parseOptions('none'))],
	];
	return rows.map(([why, sentence]) => ({ sentence, why }));
}

const settings = {
	events: ['comment'],
	outputMode: 'single',
	verifySignature: true,
	simplify: true,
	options: {},
};

/** What the trigger says about settings: a message, and a hint of its own below it. */
function byTrigger(): string {
	const trials: [why: string, trial: () => unknown][] = [
		[
			'no event, or an expression',
			() => parseSettings(settingsSchema, { ...settings, events: [] }),
		],
		['an expression', () => parseSettings(settingsSchema, { ...settings, events: ['mention'] })],
		[
			'the option Media IDs',
			() => parseSettings(settingsSchema, { ...settings, options: { mediaIds: 'DDm3v8xN' } }),
		],
		[
			'the option Keywords, with Keyword Match set to Regular Expression',
			() => regexMatcher(['(price']),
		],
		['the same', () => regexMatcher(['(price|cost){1,500}'])],
	];
	const rows = trials.map(([why, trial]) => {
		try {
			trial();
		} catch (error) {
			if (error instanceof SetupError) return [error.message, why, error.hint];
		}
		throw new Error(`Nothing was refused: ${why}`);
	});
	return table(['What you see', 'Why', 'What to do'], rows);
}

/** The tables of the README that hold the node's own sentences, by block. */
export function errorBlocks(): Record<string, string> {
	return {
		'errors input': errorTable(byInput()),
		'errors instantdm': errorTable(byInstantDm()),
		'errors instagram': errorTable(byInstagram()),
		'errors network': errorTable(byNetwork()),
		'errors trigger': byTrigger(),
	};
}
