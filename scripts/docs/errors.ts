import { groupBy, upperFirst } from 'lodash';

import {
	INSTAGRAM_ERRORS,
	INSTAGRAM_ERRORS_OF_OPEN_API,
} from '../../nodes/shared/api/errors/instagram';
import { FailedCall } from '../../nodes/shared/api/failedCall';
import { judge, readResponse } from '../../nodes/shared/api/judge';
import { getRequest, messageRequest, type ApiRequest } from '../../nodes/shared/api/request';
import { sentenceOf, type Failure } from '../../nodes/shared/api/result';
import { table } from './markdown';

/** One error as the node words it, and what brings it about. */
interface Row extends Pick<Failure, 'title' | 'advice'> {
	why: string;
}

/** Rows with the same words become one, their causes side by side. */
function errorTable(rows: Row[]): string {
	return table(
		['What you see', 'Why', 'What to do'],
		Object.values(groupBy(rows, sentenceOf)).flatMap((same) =>
			same
				.slice(0, 1)
				.map(({ title, advice }) => [
					title,
					upperFirst(same.map(({ why }) => why).join(', ')),
					upperFirst(advice ?? ''),
				]),
		),
	);
}

const message = messageRequest({});
const reading = getRequest('/ig_posts');

/** InstantDM's documented refusals ("Error Codes"; Open API, "Errors"). */
const REFUSALS: [why: string, request: ApiRequest, status: number, body?: object | string][] = [
	['401 “Missing API key”', message, 401, 'Missing API key'],
	['401 “Invalid API key”', message, 401, 'Invalid API key'],
	['402 “Insufficient credits”', message, 402, 'Insufficient credits'],
	['402 with `credits_remaining`', reading, 402, { error: { credits_remaining: 1 } }],
	['403 “API access requires higher plan”', message, 403, 'API access requires higher plan'],
	['403 with `upgrade_required`', reading, 403, { error: { upgrade_required: true } }],
	['403 with `reconnect_required`', reading, 403, { error: { reconnect_required: true } }],
	['404 “No Instagram access token found”', message, 404, 'No Instagram access token found'],
	['404 “Facebook page not connected”', reading, 404, 'Facebook page not connected'],
	['404 “Ad has no Instagram media”', reading, 404, 'Ad has no Instagram media'],
	['408', message, 408],
	['413', message, 413],
	['429 “Hourly rate limit reached”', message, 429, 'Hourly rate limit reached'],
];

/** What a call comes to whose response has this status and body. */
function refusalOf(request: ApiRequest, statusCode: number, body: object | string): Failure {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	try {
		judge(readResponse({ statusCode, body: text }), request, '', 0);
	} catch (error) {
		if (error instanceof FailedCall) return error.failure;
	}
	throw new Error(`A response of ${statusCode} was no failure`);
}

const rowsOf = (errors: typeof INSTAGRAM_ERRORS, from = '') =>
	Object.entries(errors).map(([code, meaning]) => ({ ...meaning, why: `\`${code}\`${from}` }));

/** The tables of errors, by block. */
export function errorBlocks(): Record<string, string> {
	return {
		'errors instantdm': errorTable(
			REFUSALS.map(([why, request, status, body = '']) => ({
				...refusalOf(request, status, body),
				why,
			})),
		),
		'errors instagram': errorTable([
			...rowsOf(INSTAGRAM_ERRORS),
			...rowsOf(INSTAGRAM_ERRORS_OF_OPEN_API, ' from the Open API'),
		]),
	};
}
