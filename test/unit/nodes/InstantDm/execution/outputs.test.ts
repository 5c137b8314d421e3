import {
	aString,
	bothReplies,
	containing,
	directMessage,
	matching,
	people,
	start,
	useFakeInstantDm,
} from './sending';

const site = useFakeInstantDm();

const windowClosed = {
	kind: 'instagram',
	code: 10,
	subcode: 2534022,
	message: 'This message is sent outside of allowed window.',
	status: 403,
} as const;

describe('what comes out', () => {
	it('is one item for each input item, in input order, with pairedItem', async () => {
		site.fakeInstantDm.configure({ latency: { min: 0, max: 15, seed: 1 } });
		const { items, outputs } = await start(site.fakeInstantDm, directMessage(), people(30)).done;
		expect(items.map((json) => json.recipient_id)).toEqual(people(30).map(({ to }) => to));
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			people(30).map((_, item) => ({ item })),
		);
		expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(people(30).map(({ to }) => to));
	});

	it('is one item for each of 10,000, and each message reaches its person once', async () => {
		const many = people(10_000);
		const { items } = await start(site.fakeInstantDm, directMessage({ concurrency: 50 }), many)
			.done;
		const everyone = many.map(({ to }) => to);
		expect(items.map((json) => json.recipient_id)).toEqual(everyone);
		expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(everyone.sort());
	}, 240_000);

	it('is nothing for no items', async () => {
		const { outputs, error } = await start(site.fakeInstantDm, directMessage(), []).done;
		expect(error).toBeUndefined();
		expect(outputs.flat()).toEqual([]);
	});

	describe('of a failed item, when the node goes on,', () => {
		const failed = {
			error: matching(/24 hours.*\[item 1\]$/s),
			httpCode: '403',
			retryable: false,
			retryAt: null,
			delivery: 'notSent',
			instagram: {
				code: 10,
				subcode: 2534022,
				message: 'This message is sent outside of allowed window.',
				traceId: aString,
			},
			parts: [],
		};

		it('is its facts, beside the responses of the others', async () => {
			site.fakeInstantDm.fail(windowClosed, { to: '1001' });
			const { items, outputs, error } = await start(
				site.fakeInstantDm,
				directMessage(),
				people(3),
				{
					onError: 'continueRegularOutput',
				},
			).done;
			expect(error).toBeUndefined();
			expect(items).toEqual([
				containing({ recipient_id: '1000' }),
				failed,
				containing({ recipient_id: '1002' }),
			]);
			expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
		});

		it('has all there is to know in its sentence, and from when on it may be sent again', async () => {
			site.fakeInstantDm.fail(windowClosed);
			site.fakeInstantDm.fail({ kind: 'documented', error: 'hourlyLimit' });
			const { items } = await start(
				site.fakeInstantDm,
				directMessage({ concurrency: 1 }),
				people(3),
				{ onError: 'continueRegularOutput' },
			).done;
			expect(items).toMatchObject([
				{
					error: matching('Instagram said: “This message is sent outside of allowed window.”'),
					retryable: false,
					retryAt: null,
				},
				{ retryable: true, retryAt: matching(/^\d{4}-.*Z$/) },
				{ retryable: true, retryAt: matching(/^\d{4}-.*Z$/) },
			]);
		});

		it('is its facts with the input on the error output', async () => {
			site.fakeInstantDm.fail(windowClosed, { to: '1001' });
			const { outputs, error } = await start(site.fakeInstantDm, directMessage(), people(3), {
				onError: 'continueErrorOutput',
			}).done;
			expect(error).toBeUndefined();
			const [regular, errors] = outputs;
			expect(regular?.map(({ json }) => json.recipient_id)).toEqual(['1000', '1002']);
			expect(errors?.map(({ json }) => json)).toEqual([{ to: '1001', text: 'Hi 1', ...failed }]);
			expect(errors?.[0]?.error).toBeUndefined();
		});
	});

	describe('when the node is to stop', () => {
		it('is an error with the item, the facts and what became of the others', async () => {
			site.fakeInstantDm.fail(windowClosed, { to: '1006' });
			const { error, outputs } = await start(
				site.fakeInstantDm,
				directMessage({ concurrency: 1 }),
				people(10),
			).done;
			expect(outputs.flat()).toEqual([]);
			expect(error).toMatchObject({
				name: 'NodeApiError',
				httpCode: '403',
				message: "Instagram's messaging window for this person is closed",
				description: matching(
					/^You can message them for 24 hours.*outside of allowed window.*6 of 10 items succeeded, 3 were not tried\..*On Error/s,
				),
				context: {
					itemIndex: 6,
					httpCode: '403',
					retryable: false,
					delivery: 'notSent',
					instagram: { code: 10, subcode: 2534022 },
					parts: [],
				},
			});
			expect(site.fakeInstantDm.ledger.entries).toHaveLength(7);
		});

		it('lets the calls that are out finish and names the first failed item', async () => {
			site.fakeInstantDm.fail(windowClosed, { to: '1002' });
			site.fakeInstantDm.fail({ kind: 'slow', ms: 60 }, { to: '1000' });
			site.fakeInstantDm.fail({ kind: 'slow', ms: 60 }, { to: '1001' });
			const { error } = await start(
				site.fakeInstantDm,
				directMessage({ concurrency: 3 }),
				people(9),
			).done;
			expect(error).toMatchObject({
				context: { itemIndex: 2 },
				description: matching('6 were not tried'),
			});
			expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(['1000', '1001']);
		});

		it('names the other items that may have been sent', async () => {
			site.fakeInstantDm.configure({ latency: 40 });
			site.fakeInstantDm.fail(windowClosed, { to: '1000' });
			site.fakeInstantDm.fail({ kind: 'reset', delivered: true }, { to: '1001' });
			site.fakeInstantDm.fail({ kind: 'reset', delivered: true }, { to: '1003' });
			const { error } = await start(
				site.fakeInstantDm,
				directMessage({ concurrency: 4 }),
				people(4),
			).done;
			expect(error).toMatchObject({
				context: { itemIndex: 0 },
				description: matching('Also sent in part, or maybe sent: items 1, 3. Check before'),
			});
		});

		it.each([
			[{ kind: 'documented', error: 'hourlyLimit' } as const, 'rate-limited'],
			[{ kind: 'documented', error: 'invalidKey' } as const, 'credential-invalid'],
		])('tells n8n in its own terms why: %j', async (failure, cause) => {
			site.fakeInstantDm.fail(failure);
			const { error } = await start(site.fakeInstantDm, directMessage(), people(1)).done;
			expect(error).toMatchObject({ failure: { cause } });
			const { context } = error ?? {};
			const retryAt: unknown = context?.retryAt;
			if (cause === 'rate-limited') {
				expect(error).toMatchObject({
					failure: {
						retryAfterMs: expect.any(Number) as unknown,
						resetsAtEpochMs: Date.parse(String(retryAt)),
					},
				});
			}
		});

		it('is a NodeOperationError for bad input, and nothing is sent for it', async () => {
			const { error } = await start(site.fakeInstantDm, directMessage(), [
				{ to: '@someone', text: 'Hi' },
			]).done;
			expect(error).toMatchObject({
				name: 'NodeOperationError',
				message: matching('Recipient ID'),
				context: { itemIndex: 0, delivery: 'notSent', httpCode: null },
			});
			expect(site.fakeInstantDm.ledger.entries).toEqual([]);
		});
	});

	it('of bad input among good is an error that names the item, and the good go out', async () => {
		const { items } = await start(
			site.fakeInstantDm,
			directMessage(),
			[{ to: '1', text: 'a' }, { to: '', text: 'b' }, { text: 'c' }, { to: '4', text: 'd' }],
			{ onError: 'continueRegularOutput' },
		).done;
		expect(items.map(({ error, delivery }) => ({ error, delivery }))).toEqual([
			{ error: undefined, delivery: undefined },
			{ error: matching(/Recipient ID.*\[item 1\]$/), delivery: 'notSent' },
			{ error: matching(/Recipient ID.*\[item 2\]$/), delivery: 'notSent' },
			{ error: undefined, delivery: undefined },
		]);
		expect(site.fakeInstantDm.ledger.reached().sort()).toEqual(['1', '4']);
	});

	it('of a long text is split for the items whose option says so', async () => {
		const text = ['a', 'b'].map((letter) => letter.repeat(900)).join('\n\n');
		const items = [true, false, 'maybe'].map((split, index) => ({
			to: `${1000 + index}`,
			text,
			split,
		}));
		const { items: out } = await start(
			site.fakeInstantDm,
			directMessage({ splitLongText: '={{ $json.split }}' }),
			items,
			{ onError: 'continueRegularOutput' },
		).done;
		expect(out).toMatchObject([
			{ parts: [{}, {}] },
			{ error: matching(/'Text' has 1802 characters.*\[item 1\]$/), delivery: 'notSent' },
			{ error: matching(/'Split Long Text'.*\[item 2\]$/), delivery: 'notSent' },
		]);
		expect(site.fakeInstantDm.ledger.reached()).toEqual(['1000', '1000']);
	});

	it('of an item half sent is partial, with the response that came', async () => {
		site.fakeInstantDm.fail(
			{ kind: 'instagram', code: 100, message: 'Unsupported', status: 400 },
			{ call: 2 },
		);
		const { items } = await start(
			site.fakeInstantDm,
			bothReplies(),
			[{ to: '77', text: 'Hello' }],
			{
				onError: 'continueRegularOutput',
			},
		).done;
		expect(items).toEqual([
			containing({
				error: matching('1 of its 2 messages had already been sent'),
				delivery: 'partial',
				retryable: false,
				parts: [containing({ message_id: aString })],
			}),
		]);
	});

	it.each([
		['operation', 'sing', '"sing" for "message"', 'continueRegularOutput'],
		['operation', 'sing', '"sing" for "message"', 'continueErrorOutput'],
		['resource', 'song', '"song"', 'continueRegularOutput'],
		['resource', 'song', '"song"', 'continueErrorOutput'],
	] as const)(
		'of a %s that this version does not have ("%s") is an error for every item: %s, %s',
		async (name, value, named, onError) => {
			const parameters = { ...directMessage(), [name]: value };
			const { outputs, error } = await start(site.fakeInstantDm, parameters, people(2), { onError })
				.done;
			expect(error).toBeUndefined();
			const failed = outputs[onError === 'continueErrorOutput' ? 1 : 0] ?? [];
			const sentence = `This version doesn't support ${named}: choose another ${name}`;
			expect(failed.map(({ json }) => json.error)).toEqual([
				`${sentence} [item 0]`,
				`${sentence} [item 1]`,
			]);
			expect(site.fakeInstantDm.ledger.entries).toEqual([]);
		},
	);

	it.each([
		['concurrency', 0, /Recipients at Once.*whole number/],
		['concurrency', 'many', /Recipients at Once/],
		['requestsPerSecond', -1, /Requests per Second/],
		['onRateLimit', 'sometimes', /'On Rate Limit'.*use stop or wait/],
		['maxWait', -5, /'Max Wait \(Seconds\)' isn't valid: enter a number of 0 or more/],
		['timeout', 0, /'Timeout \(Seconds\)'.*from 0.1 to 3600/],
	])('of a bad option %s is an error for every item', async (name, value, sentence) => {
		const options = { onRateLimit: 'wait', [name]: value };
		const { items } = await start(site.fakeInstantDm, directMessage(options), people(2), {
			onError: 'continueRegularOutput',
		}).done;
		expect(items.map(({ error }) => error)).toEqual([matching(sentence), matching(sentence)]);
		expect(site.fakeInstantDm.ledger.entries).toEqual([]);
	});
});
