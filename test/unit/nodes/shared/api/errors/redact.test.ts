import { redact, saidIn, textsIn } from '../../../../../../nodes/shared/api/errors/redact';

describe('the texts of a request', () => {
	it('are what a person wrote, at any depth, as it is and as JSON writes it', () => {
		const request = {
			...{ action: 'send_message', type: 'dm', recipient_id: '1000' },
			message: { text: 'Say "hi"', quick_replies: [{ content_type: 'text', title: 'Yes' }] },
		};
		expect(textsIn(request)).toEqual(['Say "hi"', String.raw`Say \"hi\"`, 'Yes', 'Yes']);
	});

	it('are also those below a word of the protocol, and under a key that ends like one', () => {
		const request = { type: { text: 'Hello' }, reaction: 'love' };
		expect(textsIn(request)).toEqual(['Hello', 'Hello', 'love', 'love']);
	});

	it('are none of numbers, nothing and no request', () => {
		expect([{ days: 30 }, null, undefined].flatMap(textsIn)).toEqual([]);
	});
});

describe('what is shown of a server’s words', () => {
	it.each([
		[
			'hides each secret wherever it is',
			'key sk-1, again sk-1',
			['sk-1'],
			'key [hidden], again [hidden]',
		],
		['hides the longer of two texts whole', 'Hello Ann!', ['Hello', 'Hello Ann'], '[hidden]!'],
		['leaves words of three letters', 'not for you', ['for'], 'not for you'],
		['hides four letters', 'not this one', ['this'], 'not [hidden] one'],
		['hides what looks like a token', `token ${'a1_-'.repeat(8)}.`, [], 'token [hidden].'],
		['hides every token', `${'a'.repeat(32)} ${'b'.repeat(40)}`, [], '[hidden] [hidden]'],
		['leaves what is too short for one', 'a'.repeat(31), [], 'a'.repeat(31)],
		[
			'shows up to 200 characters',
			'ab '.repeat(67).slice(0, 200),
			[],
			'ab '.repeat(67).slice(0, 200),
		],
		['cuts what is longer', 'ab '.repeat(67), [], `${'ab '.repeat(67).slice(0, 200)}…`],
	])('%s', (_, words, secrets, shown) => {
		expect(redact(words, secrets)).toBe(shown);
	});
});

describe('words with a pattern of their own', () => {
	const plan = /upgrade your plan/;

	it.each([
		[
			'are found in any case, with what surrounds them',
			'Please UPGRADE your plan.',
			[],
			'UPGRADE your plan',
		],
		[
			'are none inside a text of the request',
			'Got: Do upgrade your plan!',
			['Do upgrade your plan!'],
			undefined,
		],
		[
			'are none at the end of such a text',
			'Got: Do upgrade your plan',
			['Do upgrade your plan'],
			undefined,
		],
		[
			'are none where it is repeated twice',
			'Got: Do upgrade your plan. Do upgrade your plan.',
			['Do upgrade your plan'],
			undefined,
		],
		[
			'are found behind such a text',
			'Got: Do upgrade your plan! So upgrade your plan',
			['Do upgrade your plan!'],
			'upgrade your plan',
		],
		[
			'are found where a text is nothing else',
			'upgrade your plan',
			['upgrade your plan'],
			'upgrade your plan',
		],
		['are found beside another text', 'Hello: upgrade your plan', ['Hello'], 'upgrade your plan'],
		[
			'are found where a text of the request is not repeated',
			'upgrade your plan',
			['Do upgrade your plan'],
			'upgrade your plan',
		],
	])('%s', (_, words, texts, found) => {
		expect(saidIn(words, plan, texts)?.[0]).toBe(found);
	});
});
