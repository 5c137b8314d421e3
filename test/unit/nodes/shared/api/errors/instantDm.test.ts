import { INSTANTDM_ERRORS } from '../../../../../../nodes/shared/api/errors/instantDm';
import { FailedCall } from '../../../../../../nodes/shared/api/failedCall';
import { judge, readResponse } from '../../../../../../nodes/shared/api/judge';
import {
	about,
	getRequest,
	listRequest,
	messageRequest,
	type ApiRequest,
} from '../../../../../../nodes/shared/api/request';

const message = messageRequest({ action: 'send_message', message: { text: 'window' } });
const reading = getRequest('/contact_profile');

const field = (displayName: string) => ({
	property: { displayName, name: 'id', type: 'string' as const, default: '' },
});

function failed(status: number, body: unknown, request: ApiRequest = message): FailedCall {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	try {
		judge(readResponse({ statusCode: status, body: text }), request, 'sk-abc123', 0);
	} catch (error) {
		if (error instanceof FailedCall) return error;
		throw error;
	}
	throw new Error('counted as a success');
}

describe('words that nobody documented', () => {
	it.each([
		[403, 'Essa mensagem foi enviada fora do período permitido.'],
		[403, "This person isn't available right now."],
		[404, 'The comment does not exist'],
		[403, 'Explanation: the plane has left'],
		[400, 'Something about tokens'],
	])('concern this item alone, and are told: %i %s', (status, words) => {
		for (const body of [{ error: words }, { error: { code: status, message: words } }, words]) {
			for (const request of [message, reading]) {
				const { failure, scope } = failed(status, body, request);
				expect(scope).toBe('item');
				expect(failure).toMatchObject({ delivery: 'notSent', retryable: false });
				expect(failure.advice).toMatch(`InstantDM says: “${words}”`);
			}
		}
	});

	it('are told of a failure in doubt too', () => {
		expect(failed(500, { error: 'Queue is full' }).message).toBe(
			'InstantDM failed (500); the message may have been sent: check the conversation before sending it again. InstantDM says: “Queue is full”',
		);
	});

	it('concern this item alone where there are none', () => {
		expect(failed(403, '<html>Blocked</html>')).toMatchObject({
			scope: 'item',
			failure: { title: 'Access is forbidden' },
		});
	});
});

describe('documented words and flags end a run', () => {
	it.each([
		[403, { error: 'API access requires higher plan' }],
		[403, { error: 'API & Webhook integrations require higher plan' }],
		[403, { error: 'Please upgrade' }],
		[403, { error: { code: 403, message: 'x', upgrade_required: true } }],
		[403, { error: { code: 403, message: 'x', reconnect_required: true } }],
		[403, { error: 'Please reconnect your account' }],
		[404, { error: 'No Instagram access token found' }],
		[404, { error: 'Instagram not connected' }],
		[404, '<html>Not Found</html>'],
		[404, ''],
		[401, { error: 'Invalid API key' }],
		[402, { error: 'Insufficient credits.' }],
		[407, ''],
	])('%i %j', (status, body) => {
		expect(failed(status, body)).toMatchObject({
			scope: 'run',
			failure: { delivery: 'notSent', retryable: false },
		});
	});

	it('unless they are a text that the server repeats', () => {
		const text = 'Please upgrade: no access token, reconnect within the hour (#4)';
		const request = messageRequest({ message: { text } });
		for (const status of [403, 404]) {
			expect(failed(status, { error: `Refused “${text}”` }, request).scope).toBe('item');
		}
		const limited = failed(429, { error: `Refused “${text}”` }, request);
		expect(limited.limit).toEqual({ hourly: false, retryAfterSeconds: null });
	});
});

it('judges the words as they came, whatever a message says', () => {
	const { failure } = failed(403, { error: 'This message is sent outside of allowed window.' });
	expect(failure.title).toBe("Instagram's messaging window for this person is closed");
	expect(failure.instagram).toMatchObject({ code: 10, subcode: 2534022 });
	expect(JSON.stringify(failure)).toContain('outside of allowed [hidden].');
});

it.each([301, 302, 307, 308])('was not sent when the URL redirects: %i', (status) => {
	expect(failed(status, '')).toMatchObject({ scope: 'run', failure: { delivery: 'notSent' } });
});

it.each([303, 304])('may have been sent when the URL gives another 3xx: %i', (status) => {
	expect(failed(status, '')).toMatchObject({ scope: 'item', failure: { delivery: 'unknown' } });
	expect(failed(status, '', reading)).toMatchObject({
		scope: 'run',
		failure: { delivery: 'notSent' },
	});
});

it('speaks of the proxy at 407', () => {
	expect(failed(407, '<html></html>').message).toMatch(
		/^The proxy that n8n uses .*: .*proxy settings/,
	);
});

describe('a success with a word for its status', () => {
	it.each(['error', 'fail', 'failed', 'failure', 'Failed'])('is none: %s', (status) => {
		expect(failed(200, { status }).failure.delivery).toBe('unknown');
	});

	it.each(['published', 'no error', 'failed over'])('is one: %s', (status) => {
		const body = JSON.stringify({ status });
		expect(judge(readResponse({ statusCode: 200, body }), message, 'k', 0)).toEqual({ status });
	});
});

describe('a success that is a refusal', () => {
	it.each([
		[{ code: 402, message: 'Insufficient credits' }, '402', 'run'],
		[{ code: 429, message: 'Hourly rate limit reached.' }, '429', 'limit'],
		[{ error: { code: 429, message: 'Hourly rate limit reached.' } }, '429', 'limit'],
		[{ code: '429', message: 'Hourly rate limit reached.' }, '429', 'limit'],
		[{ status: 402, message: 'Insufficient credits' }, '402', 'run'],
		[{ statusCode: 403, message: 'API access requires higher plan' }, '403', 'run'],
		[{ code: 401, message: 'Invalid API key' }, '401', 'run'],
		[{ code: 403, message: 'API access requires higher plan' }, '403', 'run'],
	])('by its code: %j', (body, httpCode, scope) => {
		expect(failed(200, body)).toMatchObject({
			scope,
			failure: { httpCode, delivery: 'notSent' },
		});
	});

	it('is in doubt by any other', () => {
		for (const code of [400, 404, 500]) {
			expect(failed(200, { code, message: 'x' }).failure).toMatchObject({
				httpCode: '200',
				delivery: 'unknown',
			});
		}
	});
});

describe('the hourly limit', () => {
	it.each(['Hourly rate limit reached. Please try again later.', 'Hourly send limit'])(
		'is InstantDM’s by its words: %s',
		(error) => {
			expect(failed(429, { error }).limit).toMatchObject({ hourly: true });
		},
	);

	it.each([{ error: 'Too many requests' }, '', '<html></html>'])(
		'is none in others: %j',
		(body) => {
			const { failure, scope, limit } = failed(429, body);
			expect(scope).toBe('limit');
			expect(limit).toMatchObject({ hourly: false });
			expect(failure).toMatchObject({
				title: 'InstantDM is limiting the calls of this account',
				retryable: true,
				delivery: 'notSent',
			});
		},
	);

	it('does not tell a person to set what may be set', () => {
		expect(failed(429, { error: 'Hourly rate limit reached.' }).message).not.toMatch(/'On Rate/);
		expect(failed(429, '').message).not.toMatch(/'/);
	});
});

describe('what InstantDM cannot find', () => {
	const notFound = { error: { code: 404, message: 'Nope' } };

	it('is named as the form has it', () => {
		expect(failed(404, notFound, about(reading, field('Contact ID'))).message).toBe(
			"InstantDM can't find this: check 'Contact ID', and 'Open API Base URL' in the credential. InstantDM says: “Nope”",
		);
	});

	it('is each of several', () => {
		const both = about(message, field('Flow ID'), field('Recipient ID'));
		expect(failed(404, notFound, both).message).toMatch(
			/check 'Flow ID' and 'Recipient ID', and 'Base URL' in the credential/,
		);
	});

	it('is the connection, where a list needs no ID', () => {
		expect(failed(404, notFound, listRequest('/ig_posts', {}, 1)).message).toMatch(
			/^InstantDM can't find this: check that your account is connected in InstantDM/,
		);
	});

	it('is just the ID where the request does not say', () => {
		expect(failed(404, notFound, message).message).toMatch(/check the ID, and 'Base URL'/);
	});
});

it('has words that fit into a sentence, and a sign where a status has several', () => {
	for (const { status, sign, matches, title, advice } of INSTANTDM_ERRORS) {
		expect(title).not.toMatch(/[.:]$/);
		expect(advice).toMatch(/^[a-z'].*[^.:]$/);
		expect(INSTANTDM_ERRORS.filter((other) => other.status === status).length > 1).toBe(
			sign !== undefined || (matches === undefined && status === 429),
		);
	}
});
