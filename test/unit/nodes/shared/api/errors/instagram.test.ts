import {
	INSTAGRAM_ERRORS,
	INSTAGRAM_ERRORS_OF_OPEN_API,
} from '../../../../../../nodes/shared/api/errors/instagramErrors';
import { FailedCall } from '../../../../../../nodes/shared/api/failedCall';
import { judge, readResponse } from '../../../../../../nodes/shared/api/judge';
import {
	about,
	getRequest,
	messageRequest,
	postRequest,
	type ApiRequest,
} from '../../../../../../nodes/shared/api/request';

const contactId = field('Contact ID');
const message = messageRequest({ action: 'send_message', type: 'dm' });
const comment = messageRequest({ action: 'post_comment', comment_id: '1', comment_text: 'Hi' });
const reading = getRequest('/ig_posts');
const publishing = postRequest('/publish_post', { container_id: '1' });
const startingFlow = postRequest('/trigger_flow', { flow_id: '1', recipient_id: '2' });
const creating = postRequest('/create_post', { media: [] });

function field(displayName: string) {
	const property = { displayName, name: 'id', type: 'string', default: '' } as const;
	return { property };
}

interface InstagramError {
	code: number | string;
	error_subcode?: number;
	message?: string;
	error_user_msg?: string;
	is_transient?: boolean;
}

/** What InstantDM passes on: the status is Instagram's. */
function answered(error: InstagramError, request: ApiRequest, status = 400) {
	const body = JSON.stringify({ error: { type: 'OAuthException', ...error } });
	try {
		return judge(readResponse({ statusCode: status, body }), request, '', 0);
	} catch (failed) {
		if (failed instanceof FailedCall) return failed;
		throw failed;
	}
}

function failed(...call: Parameters<typeof answered>): FailedCall {
	const result = answered(...call);
	if (result instanceof FailedCall) return result;
	throw new Error('counted as a success');
}

describe('a route that publishes in several steps', () => {
	const codes = [...Object.keys(INSTAGRAM_ERRORS), '4/2207051', '9/2207042', '100/33', '424242/7'];

	it.each(
		codes.flatMap((code) => [creating, publishing].map((request) => [code, request] as const)),
	)('proves nothing by %s, and is never called again because of it', (key, request) => {
		const [code = '', subcode] = key.split('/');
		const error = { code, ...(subcode && { error_subcode: Number(subcode) }) };
		for (const status of [200, 400, 403, 429, 500]) {
			const { failure, scope, limit, message } = failed(error, request, status);
			expect(failure).toMatchObject({ delivery: 'unknown', retryable: false });
			expect(['item', 'run']).toContain(scope);
			expect(limit).toBeNull();
			expect(message).toContain('look at the profile first');
			expect(message).not.toMatch(/check the conversation|\. Then \.|: Then|see Details/);
		}
	});

	it.each([4, 17, 613, 80002])('ends the run at the limit %i', (code) => {
		expect(failed({ code }, creating).scope).toBe('run');
		expect(failed({ code, error_subcode: 2207051 }, creating).scope).toBe('run');
	});

	it('ends the run at a limit of unknown words too, but repeats after InstantDM’s hourly one', () => {
		const limited = (body: string) => {
			try {
				judge(readResponse({ statusCode: 429, body }), creating, '', 0);
			} catch (error) {
				return error;
			}
			throw new Error('counted as a success');
		};
		expect(limited('{"error":"Slow down"}')).toMatchObject({
			failure: { delivery: 'unknown', retryable: false },
			scope: 'run',
		});
		expect(limited('{"error":"Hourly rate limit reached."}')).toMatchObject({
			failure: { delivery: 'notSent', retryable: true },
			scope: 'limit',
			limit: { hourly: true },
		});
	});

	it.each<[InstagramError, RegExp]>([
		[{ code: 9004, error_subcode: 2207052 }, /couldn't fetch the file: .*Then give a URL/],
		[{ code: 9007, error_subcode: 2207027 }, /still processing the post: .*in a few minutes/],
		[{ code: 36000, error_subcode: 2207004 }, /image is too large.*up to 8 MB/],
		[{ code: 36003, error_subcode: 2207009 }, /shape of this image.*4:5 to 1\.91:1/],
		[{ code: 352, error_subcode: 2207026 }, /video.*MP4 or MOV/],
		[{ code: 25, error_subcode: 2207050 }, /restricted your account.*Instagram app/],
		[{ code: -1, error_subcode: 2207001 }, /temporary problem: .*Then publish it again/],
		[{ code: -2, error_subcode: 2207003 }, /download of the file takes.*faster server/],
		[{ code: 4, error_subcode: 2207051 }, /suspects spam: .*wait a day/],
		[
			{ code: 42, error_subcode: 2207999, error_user_msg: 'The colours are wrong.' },
			/refused this \(code 42\): .*Instagram says: “The colours are wrong\.”$/,
		],
	])('has advice of its own on %j', (error, sentence) => {
		expect(failed(error, creating).message).toMatch(sentence);
	});
});

describe('a flow, which may send several messages', () => {
	it.each([
		[4, 400],
		[613, 400],
		[424242, 429],
	])('may have sent the first ones when code %i with status %i limits it', (code, status) => {
		const { failure, scope, message } = failed({ code }, startingFlow, status);
		expect(failure).toMatchObject({ delivery: 'unknown', retryable: false });
		expect(scope).toBe('limit');
		expect(message).toMatch(
			/; the flow may have started: check the conversation before starting it again/,
		);
	});
});

describe('what was done although Instagram reports an error', () => {
	const posted = { code: 20, error_subcode: 1772107 };
	const sent = { code: 1, error_subcode: 1357046 };

	it.each([
		[posted, comment],
		[sent, comment],
		[sent, message],
	])('%j', (error, request) => {
		expect(answered(error, request)).toEqual({
			message: expect.stringMatching(/^Sent\. /) as string,
			instagram: { code: error.code, subcode: error.error_subcode, message: null, traceId: null },
		});
	});

	it.each([
		[posted, message],
		[posted, reading],
		[posted, creating],
		[sent, reading],
		[sent, creating],
	])('is no success elsewhere: %j', (error, request) => {
		expect(answered(error, request)).toBeInstanceOf(FailedCall);
	});
});

it.each([
	[-1, 2207001],
	[-2, 2207003],
	[0, undefined],
])('code %i is Instagram’s', (code, subcode) => {
	const error = { code, ...(subcode !== undefined && { error_subcode: subcode }) };
	expect(failed(error, reading).failure.instagram).toMatchObject({
		code,
		subcode: subcode ?? null,
	});
});

describe('an error that passes by itself', () => {
	it.each([-1, 1, 2, 1200])('is code %i', (code) => {
		expect(failed({ code }, reading).failure).toMatchObject({
			title: 'Instagram had a temporary problem',
			delivery: 'notSent',
			retryable: true,
		});
		expect(failed({ code }, message).failure).toMatchObject({
			delivery: 'unknown',
			retryable: false,
		});
	});

	it('makes a read repeat whose code says nothing of it', () => {
		for (const code of [100, 424242]) {
			expect(failed({ code, is_transient: true }, reading).failure.retryable).toBe(true);
			expect(failed({ code, is_transient: false }, reading).failure.retryable).toBe(false);
			expect(failed({ code, is_transient: true }, message).failure.retryable).toBe(false);
		}
	});

	it('does not make one repeat that no repeating helps', () => {
		expect(failed({ code: 190, is_transient: true }, reading)).toMatchObject({
			failure: { retryable: false },
			scope: 'run',
		});
	});
});

it('ends the run at a capability that InstantDM’s app lacks', () => {
	expect(failed({ code: 3 }, message)).toMatchObject({
		scope: 'run',
		failure: { delivery: 'notSent' },
	});
});

it.each([230, 9010])('speaks of the profile at %i', (code) => {
	expect(failed({ code }, getRequest('/contact_profile')).message).toMatch(/profile: .*messaged/);
});

it('has no private reply at 10902', () => {
	expect(failed({ code: 10902 }, message).failure.title).toMatch(/private reply/);
});

describe('a code that nobody listed', () => {
	const unlisted = { code: 424242, message: 'Error', error_user_msg: 'Essa ação não é permitida.' };

	it('is told with what Instagram wants people to read, in the one sentence there is', () => {
		expect(failed(unlisted, message).message).toBe(
			'Instagram refused this (code 424242): Instagram says: “Essa ação não é permitida.”',
		);
		expect(failed(unlisted, message, 500).message).toBe(
			'Instagram reported an error (code 424242); the message may have been sent: check the conversation before sending it again. Instagram says: “Essa ação não é permitida.”',
		);
		expect(failed({ code: 424242 }, message).message).toBe(
			'Instagram refused this (code 424242): it gave no reason',
		);
	});

	it('keeps Instagram’s own words for the output', () => {
		expect(failed(unlisted, message).failure.instagram?.message).toBe('Error');
	});
});

describe('an ID that Instagram does not know', () => {
	const contact = about(getRequest('/contact_profile', { contact_id: '1' }), contactId);

	it('is named as the form has it', () => {
		expect(failed({ code: 100, error_subcode: 33 }, contact).message).toMatch(
			/^Instagram can't find this: check 'Contact ID'\. /,
		);
		expect(failed({ code: 100, error_subcode: 2534014 }, contact).message).toMatch(
			/^Instagram can't find a person with this Contact ID: /,
		);
	});

	it('is just the ID where the request does not say', () => {
		expect(failed({ code: 100, error_subcode: 33 }, reading).message).toMatch(/check the ID\. /);
	});
});

it('speaks of the comment, and not of a message, when a reply may have been posted', () => {
	expect(failed({ code: 2 }, comment).message).toBe(
		'Instagram had a temporary problem; the comment may have been posted: check the comments before posting it again',
	);
});

it('has words that fit into a sentence', () => {
	for (const table of [INSTAGRAM_ERRORS, INSTAGRAM_ERRORS_OF_OPEN_API]) {
		for (const { title, advice } of Object.values(table)) {
			expect(title).not.toMatch(/[.:]$/);
			expect(advice).toMatch(/^[a-z'].*[^.:]$/);
		}
	}
});

describe('what decides whether it was done', () => {
	const reply = postRequest('/fb_page_comment_reply', { comment_id: '1', comment_text: 'Hi' });

	it.each([
		[{ code: 2, error_subcode: 1357046 }, message],
		[{ code: 20, error_subcode: 1 }, comment],
		[{ code: 21, error_subcode: 1772107 }, comment],
	])('is code and subcode together: %j', (error, request) => {
		expect(failed(error, request, 500).failure.delivery).toBe('unknown');
	});

	it('is a comment on Facebook too', () => {
		expect(failed({ code: 2 }, reply).message).toMatch(/; the comment may have been posted: /);
	});

	it.each([200, 500, 503])('is unknown of an unlisted code with the status %i', (status) => {
		expect(failed({ code: 424242 }, message, status).failure.delivery).toBe('unknown');
	});

	it('ends no run where only one post is concerned', () => {
		expect(failed({ code: 352 }, publishing).scope).toBe('item');
	});
});
