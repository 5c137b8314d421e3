import fc from 'fast-check';

import { judge, readResponse } from '../../../../../nodes/shared/api/judge';
import type { Result } from '../../../../../nodes/shared/api/result';
import { refusals } from '../../../../fixtures/api/refusals.json';

const NOW = Date.parse('2026-04-29T15:32:06Z');

function answered(
	status: number,
	body: unknown,
	{ headers = {}, secrets = [] }: { headers?: object; secrets?: string[] } = {},
): Result {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return judge(readResponse({ statusCode: status, headers, body: text }), NOW, secrets);
}

/** The failure and its kind, of an answer that must not count as a success. */
function refused(...answer: Parameters<typeof answered>) {
	const result = answered(...answer);
	if (result.ok) throw new Error('counted as a success');
	return result;
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
	])('passes on what came with %i: %j', (status, body) => {
		expect(answered(status, body)).toEqual({ ok: true, answer: body });
	});

	it('takes a body that n8n has parsed already', () => {
		const answer = { message_id: 'aWdfZ' };
		expect(judge(readResponse({ statusCode: 200, body: answer }), NOW, [])).toEqual({
			ok: true,
			answer,
		});
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
				ok: true,
				answer: {
					message: expect.stringMatching(/^Sent\. .*1\/1357046/) as string,
					instagram: { code: 1, subcode: 1357046, message: 'Invalid JSON', traceId: 'T' },
				},
			});
		}
	});
});

describe('not sent, or not known', () => {
	it.each(refusals.map((row) => [row.name, row] as const))('%s', (_, row) => {
		const { failure, kind } = refused(row.status, row.body);
		expect(failure).toMatchObject({
			httpCode: String(row.status),
			delivery: row.delivery,
			retryable: row.retryable,
		});
		expect(failure.error).toContain(row.error);
		expect(kind.kind).toBe(row.kind);
		if (kind.kind === 'limit') expect(kind.hourly).toBe(row.hourly);
	});

	it('says in one sentence what to do', () => {
		for (const { status, body } of refusals) {
			const { error } = refused(status, body).failure;
			expect(error).toMatch(/: /);
			expect(error).not.toMatch(/[.!?](?: |$)/);
		}
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
		expect(failure.description).toBe(
			'Instagram said: “Outside” (code 10, subcode 2534022, trace T1)',
		);
	});

	it('takes numbers that came as strings', () => {
		const { failure } = refused(400, {
			error: { type: 'X', code: '10', error_subcode: '2534022' },
		});
		expect(failure.instagram).toMatchObject({ code: 10, subcode: 2534022 });
	});

	it('does not take a status that InstantDM repeats for an Instagram code', () => {
		expect(
			refused(403, { code: 403, message: 'API access requires higher plan' }).failure,
		).toMatchObject({
			instagram: null,
			error: expect.stringContaining('plan') as string,
		});
	});
});

describe('a code in plain words', () => {
	it('is not looked for in a text that the server repeats', () => {
		const text = 'Your order (#4) is on its way';
		const { kind } = refused(400, { error: `Refused: ${text}` }, { secrets: [text] });
		expect(kind).toEqual({ kind: 'item' });
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
		['soon', null],
		['-5', null],
		[undefined, null],
	])('%j means %j seconds', (header, seconds) => {
		const { kind } = refused(429, {}, { headers: { 'retry-after': header } });
		expect(kind).toEqual({ kind: 'limit', hourly: true, retryAfterSeconds: seconds });
	});
});

describe('what a server repeats', () => {
	const key = 'sk-abc123';
	const text = 'Hello Maria, here is your order';

	it('hides the key, the text and tokens, and shows no more than 200 characters', () => {
		const token = `EAAG${'x1'.repeat(40)}`;
		const words = `Bad request with key ${key} and text ${text} and token ${token}. ${'blah '.repeat(100)}`;
		const { failure } = refused(400, { error: words }, { secrets: [key, text] });
		expect(failure.description).toContain('key [hidden] and text [hidden] and token [hidden].');
		expect(failure.description?.length).toBeLessThan(250);
		expect(JSON.stringify(failure)).not.toContain('Maria');
	});

	it('hides a text that is part of another with that one', () => {
		const words = 'Not allowed: Hello Maria, here is your order';
		const { failure } = refused(400, { error: words }, { secrets: ['Hello', text] });
		expect(failure.description).toBe('InstantDM said: “Not allowed: [hidden]”');
	});

	it('hides a text that is repeated as JSON writes it', () => {
		const lines = 'Dear “Maria”,\nyour order';
		const words = `Bad value ${JSON.stringify(lines)} at (text)`;
		const { failure } = refused(400, words, { secrets: [lines] });
		expect(failure.description).not.toContain('Maria');
	});

	it('hides them in Instagram’s words too', () => {
		const { failure } = refused(
			400,
			{ error: { message: `Malformed access token ${key}`, type: 'OAuthException', code: 190 } },
			{ secrets: [key] },
		);
		expect(failure.instagram?.message).toBe('Malformed access token [hidden]');
		expect(failure.description).not.toContain(key);
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
				if (result.ok) {
					expect(status).toBeLessThan(300);
					return;
				}
				const { delivery, retryable } = result.failure;
				expect(delivery === 'unknown' && retryable).toBe(false);
			}),
			{ numRuns: 1000 },
		);
	});

	it('reads deeply nested and very long answers in no time', () => {
		const nested = (depth: number) => '{"error":'.repeat(depth) + '"words"' + '}'.repeat(depth);
		expect(refused(400, nested(500)).failure.description).toBeNull();
		expect(refused(400, nested(50_000)).failure.description?.length).toBeLessThan(250);
		expect(refused(400, '{'.repeat(1_000_000)).failure.error).toContain('(400)');
	});
});
