import { errorBody } from '../../../../../../nodes/shared/api/errors/errorBody';

/** An object in so many others. */
const nested = (levels: number, inside: object): object =>
	levels === 0 ? inside : { error: nested(levels - 1, inside) };

const INSTAGRAMS = { code: 10, error_subcode: 2534022, message: '(#10) Outside', fbtrace_id: 'T' };
const found = { code: 10, subcode: 2534022, message: '(#10) Outside', traceId: 'T' };

describe('an error of Instagram’s', () => {
	it.each<[string, unknown]>([
		['in error', { error: INSTAGRAMS }],
		['by itself', INSTAGRAMS],
		['anywhere', { code: 400, meta: { reason: INSTAGRAMS } }],
		['in a list', { errors: [{ id: 1 }, { reason: INSTAGRAMS }] }],
		['in words', { message: `Instagram says: ${JSON.stringify({ error: INSTAGRAMS })}.` }],
		['with numbers as words', { error: { ...INSTAGRAMS, code: '10', error_subcode: '2534022' } }],
		['four levels deep', nested(5, INSTAGRAMS)],
	])('is found %s', (_, body) => {
		expect(errorBody(body).instagram).toEqual(found);
	});

	it.each<[string, unknown]>([
		['where it is nested without end', nested(6, INSTAGRAMS)],
		['behind 10,000 characters', `${' '.repeat(10_000)}${JSON.stringify(INSTAGRAMS)}`],
		['without what only Meta’s have', { error: { code: 10, message: 'No', type: 'Forbidden' } }],
		['with a code that is no number', { error: { ...INSTAGRAMS, code: '10a' } }],
		['with a code that is no whole number', { error: { ...INSTAGRAMS, code: 1.5 } }],
		['in nothing', null],
	])('is not found %s', (_, body) => {
		expect(errorBody(body).instagram).toBeNull();
	});

	it.each<[string, object]>([
		['a type', { type: 'OAuthException' }],
		['a trace', { fbtrace_id: 'T' }],
		['a subcode', { error_subcode: 33 }],
	])('is known by %s alone', (_, mark) => {
		expect(errorBody({ error: { code: -2, ...mark } }).instagram).toMatchObject({ code: -2 });
	});

	it('is known in words that say no more than its code', () => {
		expect(errorBody('{"code": "-2", "fbtrace_id": "T"}')).toMatchObject({
			words: null,
			instagram: { code: -2 },
		});
	});

	it('speaks to the person where it can, and keeps what it says to the developer', () => {
		const error = { ...INSTAGRAMS, error_user_msg: 'Too late', is_transient: true };
		expect(errorBody({ error })).toMatchObject({
			words: 'Too late',
			instagram: { message: '(#10) Outside' },
			isTransient: true,
		});
		const alone = { code: 10, fbtrace_id: 'T', error_user_msg: 'Too late', is_transient: 'yes' };
		expect(errorBody({ error: alone })).toMatchObject({
			instagram: { message: 'Too late' },
			isTransient: false,
		});
	});
});

describe('the words of an error', () => {
	it.each<[string, unknown, string | null]>([
		['error', { error: 'No key' }, 'No key'],
		['message', { message: 'No key' }, 'No key'],
		['detail', { detail: 'No key' }, 'No key'],
		['several, each once', { error: 'No', message: 'Why', detail: 'No' }, 'No: Why'],
		['a list', { detail: [{ message: 'No text' }, 'No key'] }, 'No text: No key'],
		['the Open API', { error: { code: 402, message: 'No plan' } }, 'No plan'],
		['plain text', ' Bad gateway ', 'Bad gateway'],
		['text with braces', 'Bad {gateway}', 'Bad {gateway}'],
		['JSON in text', 'Failed: {"message": "No key"}', 'No key'],
		['a page', ' <html>Bad gateway</html>', null],
		['other fields', { hint: 'No key' }, null],
		['nothing', '', null],
	])('come from %s', (_, body, words) => {
		expect(errorBody(body).words).toBe(words);
	});
});

describe('what the Open API adds', () => {
	it.each([(added: object) => added, (added: object) => ({ error: added })])(
		'is read beside the error and in it',
		(where) => {
			const added = { upgrade_required: true, reconnect_required: true, credits_remaining: 0 };
			expect(errorBody(where(added))).toMatchObject({
				...{ upgradeRequired: true, reconnectRequired: true, creditsRemaining: 0, isJson: true },
			});
		},
	);

	it('is nothing where it says so, or something else', () => {
		const body = { upgrade_required: 'true', reconnect_required: false, credits_remaining: 'many' };
		expect(errorBody(body)).toMatchObject({
			...{ upgradeRequired: false, reconnectRequired: false, creditsRemaining: null },
		});
		expect(errorBody('upgrade_required').isJson).toBe(false);
	});
});
