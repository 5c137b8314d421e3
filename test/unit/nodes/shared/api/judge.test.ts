import fc from 'fast-check';

import { judge, readResponse } from '../../../../../nodes/shared/api/judge';
import {
	getRequest,
	postRequest,
	setRequest,
	messageRequest,
} from '../../../../../nodes/shared/api/request';
import type { ApiRequest } from '../../../../../nodes/shared/api/request';
import type { JsonObject } from '../../../../../nodes/shared/json/exactJson';
import { FailedCall } from '../../../../../nodes/shared/api/failedCall';
import { sentenceOf } from '../../../../../nodes/shared/api/result';
import { refusals } from '../../../../fixtures/api/refusals.json';

const NOW = Date.parse('2026-04-29T15:32:06Z');

interface Circumstances {
	headers?: object;
	request?: ApiRequest;
	key?: string;
}

function answered(
	status: number,
	body: unknown,
	{ headers = {}, request = messageRequest({}), key = 'sk-abc123' }: Circumstances = {},
): JsonObject | FailedCall {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	try {
		return judge(readResponse({ statusCode: status, headers, body: text }), request, key, NOW);
	} catch (error) {
		if (error instanceof FailedCall) return error;
		throw error;
	}
}

/** What an answer comes to that must not count as a success. */
function refused(...answer: Parameters<typeof answered>): FailedCall {
	const result = answered(...answer);
	if (result instanceof FailedCall) return result;
	throw new Error('counted as a success');
}

describe('sent', () => {
	it.each([
		[200, { message: 'Comment reply posted', comment_id: '17890012346' }],
		[200, { recipient_id: '526', message_id: 'aWdfZ' }],
		[201, {}],
		[200, { error: null, message: 'fine' }],
		[200, { error: '', errors: [], message: 'fine' }],
		[200, { error: 0, errors: false, message: 'fine' }],
		[200, { error: {}, errors: null, status: 'published', code: 200 }],
		[200, { data: { error: 'a contact’s own field', message: 'fine' } }],
	])('passes on what came with %i: %j', (status, body) => {
		expect(answered(status, body)).toEqual(body);
	});

	it('accepts a body that n8n has parsed already', () => {
		const answer = { message_id: 'aWdfZ' };
		const response = readResponse({ statusCode: 200, body: answer });
		expect(judge(response, messageRequest({}), '', NOW)).toEqual(answer);
	});

	it('counts 1/1357046 as sent, whatever the status, and says so without an error key', () => {
		const body = {
			error: {
				message: 'Invalid JSON',
				type: 'X',
				code: 1,
				error_subcode: 1357046,
				fbtrace_id: 'T',
			},
		};
		for (const status of [200, 400, 500]) {
			expect(answered(status, body)).toEqual({
				message: expect.stringMatching(/^Sent\. .*1\/1357046/) as string,
				instagram: { code: 1, subcode: 1357046, message: 'Invalid JSON', traceId: 'T' },
			});
		}
	});
});

describe('not sent, or not known', () => {
	it.each(refusals.map((row) => [row.name, row] as const))('%s', (_, row) => {
		const { failure, scope, limit } = refused(row.status, row.body);
		expect(failure).toMatchObject({
			httpCode: String(row.status),
			delivery: row.delivery,
			retryable: row.retryable,
		});
		expect(failure.title).toBe(row.title);
		expect(scope).toBe(row.kind);
		if (limit) expect(limit.hourly).toBe(row.hourly);
	});

	it('says what to do, in words that follow a colon', () => {
		for (const { status, body } of refusals) {
			const { failure } = refused(status, body);
			expect(failure.advice).toMatch(/^(?:[a-z']|InstantDM|Instagram says|API).*[^.]$/);
			expect(failure.title).not.toMatch(/[.:]$|: /);
			expect(sentenceOf(failure)).toBe(`${failure.title}: ${failure.advice ?? ''}`);
		}
	});

	it('is what Instagram’s error under `data` means, whatever the status', () => {
		const error = { message: '(#613) Too many', type: 'IGApiException', code: 613 };
		const { failure, scope } = refused(200, { data: { error }, message: 'ok' });
		expect(failure).toMatchObject({ delivery: 'notSent', instagram: { code: 613 } });
		expect(scope).toBe('limit');
	});

	it('keeps Instagram’s code, subcode, words and trace', () => {
		const { failure } = refused(403, {
			error: {
				message: 'Outside',
				type: 'IGApiException',
				code: 10,
				error_subcode: 2534022,
				fbtrace_id: 'T1',
			},
		});
		expect(failure.instagram).toEqual({
			code: 10,
			subcode: 2534022,
			message: 'Outside',
			traceId: 'T1',
		});
		expect(failure.details).toBe('Instagram said: “Outside” (code 10, subcode 2534022, trace T1)');
	});

	it('accepts numbers that came as strings', () => {
		const { failure } = refused(400, {
			error: { type: 'X', code: '10', error_subcode: '2534022' },
		});
		expect(failure.instagram).toMatchObject({ code: 10, subcode: 2534022 });
	});

	it("does not mistake a status that InstantDM repeats for Instagram's code", () => {
		expect(
			refused(403, { code: 403, message: 'API access requires higher plan' }).failure,
		).toMatchObject({
			instagram: null,
			title: expect.stringContaining('plan') as string,
		});
	});
});

describe('the Open API', () => {
	const reading = getRequest('/ig_posts');
	const sending = postRequest('/trigger_flow', { flow_id: '1' });
	const setting = setRequest('/disable_automation');
	const instagram = (code: number) => ({ error: { type: 'OAuthException', code } });
	const again = { delivery: 'notSent', retryable: true };
	const never = { delivery: 'notSent', retryable: false };
	const doubt = { delivery: 'unknown', retryable: false };

	it.each<[string, ApiRequest, number, unknown, string, object, string]>([
		[
			'a plan that is too small',
			reading,
			403,
			{ error: { code: 403, message: 'Not on your plan', upgrade_required: true } },
			"Your InstantDM plan doesn't include this",
			never,
			'run',
		],
		[
			'a connection that is not enough',
			reading,
			403,
			{ error: { code: 403, message: 'Ads need Facebook Login', reconnect_required: true } },
			"InstantDM's connection to your account doesn't allow this",
			never,
			'run',
		],
		[
			'credits that do not suffice',
			sending,
			402,
			{ error: { code: 402, message: 'Insufficient credits', credits_remaining: 2 } },
			'Your InstantDM account has too few credits (2 left)',
			never,
			'run',
		],
		[
			'credits that are used up',
			sending,
			402,
			{ error: { code: 402, message: 'Insufficient credits', credits_remaining: 0 } },
			'Your InstantDM account has run out of credits',
			never,
			'run',
		],
		[
			'an ad without an Instagram post',
			reading,
			404,
			{ error: { code: 404, message: 'Ad has no Instagram media' } },
			'This ad has no Instagram post',
			never,
			'item',
		],
		[
			'an account that is not connected',
			reading,
			404,
			{ error: { code: 404, message: 'Instagram not connected' } },
			'No Instagram account is connected in InstantDM',
			never,
			'run',
		],
		[
			'a page that is not connected',
			reading,
			404,
			{ error: { code: 404, message: 'No Facebook page connected' } },
			'No Facebook Page is connected in InstantDM',
			never,
			'run',
		],
		[
			'an id that does not exist',
			reading,
			404,
			{ error: { code: 404, message: 'Instagram comment not found' } },
			"InstantDM can't find this",
			never,
			'item',
		],
		[
			'a wrong URL',
			reading,
			404,
			'<html></html>',
			'There is no InstantDM API at this URL',
			never,
			'run',
		],
		[
			'bad input',
			sending,
			400,
			{ error: { code: 400, message: 'flow_id is required' } },
			'InstantDM refused this request (400)',
			never,
			'item',
		],
		[
			'the hourly limit',
			sending,
			429,
			{ error: { code: 429, message: 'Hourly send limit' } },
			"Your plan's hourly limit is reached",
			again,
			'limit',
		],
		[
			'a failure while reading',
			reading,
			502,
			'',
			'InstantDM is unavailable right now (502)',
			again,
			'item',
		],
		[
			'a failure while setting',
			setting,
			500,
			{ error: { code: 500, message: 'x' } },
			'InstantDM is unavailable right now (500)',
			again,
			'item',
		],
		[
			'a failure while sending',
			sending,
			502,
			'',
			'InstantDM failed (502); the flow may have started',
			doubt,
			'item',
		],
		[
			'a web page for an answer while reading',
			reading,
			200,
			'<html></html>',
			"The server at the Open API Base URL isn't InstantDM",
			never,
			'run',
		],
		[
			'a web page for an answer while sending',
			sending,
			200,
			'<html></html>',
			'Unexpected response (200); the flow may have started',
			doubt,
			'item',
		],
		[
			'a problem of Instagram’s while reading',
			reading,
			500,
			instagram(2),
			'Instagram had a temporary problem',
			again,
			'item',
		],
		[
			'a problem of Instagram’s while sending',
			sending,
			500,
			instagram(1),
			'Instagram had a temporary problem; the flow may have started',
			doubt,
			'item',
		],
		[
			'an Instagram error that is not listed while reading',
			reading,
			500,
			instagram(424242),
			'Instagram reported an error (code 424242)',
			again,
			'item',
		],
		[
			'a permission of Instagram’s',
			reading,
			403,
			instagram(10),
			"Instagram doesn't give InstantDM access to this",
			never,
			'item',
		],
		[
			'a parameter that Instagram rejects',
			sending,
			400,
			instagram(100),
			'Instagram rejected part of this request',
			never,
			'item',
		],
	])('%s', (_, request, status, body, title, outcome, kindOf) => {
		const { failure, scope } = refused(status, body, { request });
		expect(failure).toMatchObject({ title, ...outcome });
		expect(scope).toBe(kindOf);
	});

	it('never says of what only reads that it may have been done', () => {
		fc.assert(
			fc.property(fc.integer({ min: 200, max: 599 }), fc.jsonValue(), (status, body) => {
				const result = answered(status, body, { request: reading });
				if (!(result instanceof FailedCall)) return;
				expect(result.failure.delivery).toBe('notSent');
				expect(sentenceOf(result.failure)).not.toMatch(/may have (?:been sent|worked|arrived)/);
			}),
		);
	});

	it('does not count 1/1357046 as a success, since there is nothing to read in it', () => {
		const body = { error: { type: 'OAuthException', code: 1, error_subcode: 1357046 } };
		expect(refused(400, body, { request: reading }).failure).toMatchObject(again);
	});

	it('does not advise to send more slowly what only reads', () => {
		const { failure, scope, limit } = refused(400, instagram(4), { request: reading });
		expect(failure).toMatchObject({ title: 'Instagram is limiting this account', ...again });
		expect(failure.advice).toBe('try again later');
		expect(scope).toBe('limit');
		expect(limit).toEqual({ retryAfterSeconds: null, hourly: false });
	});

	it('names the base URL that it used', () => {
		expect(refused(302, '', { request: reading }).failure).toMatchObject({
			title: 'The Open API Base URL redirects',
			advice: 'set it to https://openapi.instantdm.com',
		});
	});
});

describe('a code in plain words', () => {
	it('is not looked for in a text that the server repeats', () => {
		const text = 'Your order (#4) is on its way';
		const { scope, limit } = refused(
			400,
			{ error: `Refused: ${text}` },
			{ request: messageRequest({ message: { text } }) },
		);
		expect(scope).toBe('item');
		expect(limit).toBeNull();
	});

	it('is given as Instagram’s', () => {
		expect(refused(400, { error: '(#4) Slow down' }).failure.instagram).toEqual({
			code: 4,
			subcode: null,
			message: '(#4) Slow down',
			traceId: null,
		});
	});
});

describe('Retry-After', () => {
	it.each([
		['120', 120],
		['0', 0],
		['Wed, 29 Apr 2026 15:33:06 GMT', 60],
		['Wed, 29 Apr 2026 15:00:00 GMT', 0],
		['86400', 86400],
		['86401', null],
		['1777476726', null],
		['Wed, 29 Apr 2037 15:32:06 GMT', null],
		['soon', null],
		['-5', null],
		[undefined, null],
	])('%j means %j seconds', (header, seconds) => {
		const { limit } = refused(429, {}, { headers: { 'retry-after': header } });
		expect(limit).toEqual({ hourly: false, retryAfterSeconds: seconds });
	});
});

describe('what a server repeats', () => {
	const key = 'sk-abc123';
	const text = 'Hello Maria, here is your order';

	it('hides the key, the text and tokens, and shows no more than 200 characters', () => {
		const token = `EAAG${'x1'.repeat(40)}`;
		const words = `Bad request with key ${key} and text ${text} and token ${token}. ${'blah '.repeat(100)}`;
		const { failure } = refused(
			400,
			{ error: words },
			{ key, request: messageRequest({ message: { text } }) },
		);
		expect(failure.advice).toContain('key [hidden] and text [hidden] and token [hidden].');
		expect(failure.advice?.length).toBeLessThan(280);
		expect(JSON.stringify(failure)).not.toContain('Maria');
	});

	it('hides a text that is part of another with that one', () => {
		const words = 'Not allowed: Hello Maria, here is your order';
		const { failure } = refused(
			400,
			{ error: words },
			{ request: messageRequest({ message: { text, title: 'Hello' } }) },
		);
		expect(failure.advice).toBe(
			"check this item's fields. InstantDM says: “Not allowed: [hidden]”",
		);
	});

	it('hides a text that is repeated as JSON writes it', () => {
		const lines = 'Dear “Maria”,\nyour order';
		const words = `Bad value ${JSON.stringify(lines)} at (text)`;
		const { failure } = refused(400, words, { request: messageRequest({ comment_text: lines }) });
		expect(failure.advice).not.toContain('Maria');
	});

	it('shows ids and words of the protocol, which help to find the fault', () => {
		const request = messageRequest({
			action: 'send_message',
			type: 'dm',
			recipient_id: '2358708294634624',
			message: { attachment: { type: 'template', payload: { template_type: 'generic' } } },
			tags: ['secret-lead'],
		});
		const error = 'send_message: no generic template for 2358708294634624, secret-lead';
		expect(refused(400, { error }, { request }).failure.advice).toContain(
			'“send_message: no generic template for 2358708294634624, [hidden]”',
		);
	});

	it('hides them in Instagram’s words too', () => {
		const { failure } = refused(
			400,
			{ error: { message: `Malformed access token ${key}`, type: 'OAuthException', code: 190 } },
			{ key },
		);
		expect(failure.instagram?.message).toBe('Malformed access token [hidden]');
		expect(failure.details).not.toContain(key);
	});
});

describe('whatever a server sends', () => {
	const anyAnswer = fc.tuple(
		fc.integer({ min: 200, max: 599 }),
		fc.oneof(fc.jsonValue(), fc.string(), fc.json(), fc.object()),
	);

	it('never throws, and nothing that may have arrived is to be sent again', () => {
		fc.assert(
			fc.property(anyAnswer, ([status, body]) => {
				const result = answered(status, body);
				if (!(result instanceof FailedCall)) {
					expect(status).toBeLessThan(300);
					return;
				}
				const { delivery, retryable } = result.failure;
				expect(delivery === 'unknown' && retryable).toBe(false);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each([
		[200, { message_id: '1', code: { toString: 1, valueOf: 1 } }],
		[400, { error: { type: { toString: 1, valueOf: 1 }, code: 10 } }],
	])('reads what JavaScript makes no text of (%s)', (status, body) => {
		const result = answered(status, body);
		if (result instanceof FailedCall) {
			expect(result.failure).toMatchObject({ httpCode: '400', delivery: 'notSent' });
		} else {
			expect(result).toEqual(body);
		}
	});

	it('reads deeply nested and very long responses quickly', () => {
		const nested = (depth: number) => '{"error":'.repeat(depth) + '"words"' + '}'.repeat(depth);
		expect(refused(400, nested(500)).failure.advice).toBe("check this item's fields");
		expect(refused(400, nested(50_000)).failure.advice?.length).toBeLessThan(280);
		expect(refused(400, '{'.repeat(1_000_000)).failure.title).toContain('(400)');
	});
});
