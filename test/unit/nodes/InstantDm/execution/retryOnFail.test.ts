import {
	aString,
	bothReplies,
	containing,
	directMessage,
	matching,
	n8n,
	people,
	start,
	useFakeInstantDm,
} from './sending';

const site = useFakeInstantDm();

const refused = { kind: 'instagram', code: 100, message: 'Try again', status: 400 } as const;
const lostAfterwards = { kind: 'reset', delivered: true } as const;
const lostBefore = { kind: 'reset' } as const;
const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

const once = (count: number) => people(count).map(({ to }) => to);
const reached = () => site.fakeInstantDm.ledger.reached().sort();

describe('Retry On Fail', () => {
	it('sends nobody a second message when item 7 of 10 fails once', async () => {
		site.fakeInstantDm.fail(refused, { to: '1006' });
		const { items, error } = await start(site.fakeInstantDm, directMessage(), people(10), retry)
			.done;
		expect(error).toBeUndefined();
		expect(items.map((json) => json.recipient_id)).toEqual(once(10));
		expect(reached()).toEqual(once(10));
	});

	it.each([
		['a connection lost after the message went out', lostAfterwards, once(10)],
		['a connection lost before', lostBefore, once(10).filter((to) => to !== '1006')],
		[
			'a 500',
			{ kind: 'answer', status: 500, body: 'Oops' } as const,
			once(10).filter((to) => to !== '1006'),
		],
	])('after %s sends the rest, and that item never again', async (_, failure, expected) => {
		site.fakeInstantDm.fail(failure, { to: '1006' });
		const { error } = await start(site.fakeInstantDm, directMessage(), people(10), retry).done;
		expect(error).toMatchObject({
			name: 'NodeApiError',
			context: { itemIndex: 6, delivery: 'unknown', retryable: false },
			description: matching('9 of 10 items succeeded, 0 were not tried'),
		});
		expect(reached()).toEqual(expected);
		expect(site.fakeInstantDm.ledger.entries.filter(({ to }) => to === '1006')).toHaveLength(1);
	});

	it('resumes a reply and private reply at the missing part', async () => {
		site.fakeInstantDm.fail(refused, { call: 2 });
		const { items, error } = await start(
			site.fakeInstantDm,
			bothReplies(),
			[{ to: '77', text: 'Hello' }],
			retry,
		).done;
		expect(error).toBeUndefined();
		expect(items).toEqual([
			{
				privateReply: containing({ message_id: aString }),
				reply: containing({ comment_id: aString }),
			},
		]);
		expect(site.fakeInstantDm.ledger.delivered().map(({ action }) => action)).toEqual([
			'send_message',
			'post_comment',
		]);
	});

	it('resumes a split text at the missing part', async () => {
		const text = ['a', 'b', 'c'].map((letter) => letter.repeat(900)).join('\n\n');
		site.fakeInstantDm.fail(refused, { call: 3 });
		const { items, error } = await start(
			site.fakeInstantDm,
			directMessage({ splitLongText: true }),
			[{ to: '77', text }],
			retry,
		).done;
		expect(error).toBeUndefined();
		expect(items[0]?.parts).toHaveLength(3);
		expect(site.fakeInstantDm.ledger.delivered().map(({ body }) => body)).toEqual(
			['a', 'b', 'c'].map((letter) => containing({ message: { text: letter.repeat(900) } })),
		);
	});

	it('sends a text that differs in every try only once', async () => {
		site.fakeInstantDm.fail(refused, { to: '1002' });
		const parameters = { ...directMessage(), text: '={{ $json.text + Math.random() }}' };
		const { error } = await start(site.fakeInstantDm, parameters, people(3), retry).done;
		expect(error).toBeUndefined();
		expect(reached()).toEqual(once(3));
		expect(site.fakeInstantDm.ledger.entries).toHaveLength(4);
	});

	describe('of a node that goes on', () => {
		it('sends the others once when the first item fails', async () => {
			site.fakeInstantDm.fail(refused, { to: '1000' });
			const { items } = await start(site.fakeInstantDm, directMessage(), people(5), {
				...retry,
				onError: 'continueRegularOutput',
			}).done;
			expect(items.map((json) => json.recipient_id)).toEqual(once(5));
			expect(reached()).toEqual(once(5));
		});

		it('sends the others once when the first item fails every time, on both outputs', async () => {
			site.fakeInstantDm.fail(refused, { to: '1000', times: 'always' });
			const { outputs } = await start(site.fakeInstantDm, directMessage(), people(5), {
				...retry,
				onError: 'continueErrorOutput',
			}).done;
			expect(outputs.map((items) => items.length)).toEqual([4, 1]);
			expect(outputs[1]?.[0]?.json).toMatchObject({ to: '1000', delivery: 'notSent' });
			expect(reached()).toEqual(once(5).slice(1));
		});

		it.each([null, false, '', 0])(
			'sends everybody one message when the answers carry an error key that is %j',
			async (error) => {
				const body = JSON.stringify({ message_id: 'm1', error });
				site.fakeInstantDm.fail(
					{ kind: 'answer', status: 200, body, delivered: true },
					{ times: 'always' },
				);
				const { items } = await start(site.fakeInstantDm, directMessage(), people(3), {
					...retry,
					onError: 'continueRegularOutput',
				}).done;
				expect(items).toEqual(Array(3).fill({ message_id: 'm1' }));
				expect(reached()).toEqual(once(3));
			},
		);

		it('does not send the first item again when it may have arrived', async () => {
			site.fakeInstantDm.fail(lostAfterwards, { to: '1000' });
			const { items } = await start(site.fakeInstantDm, directMessage(), people(2), {
				...retry,
				onError: 'continueRegularOutput',
			}).done;
			expect(items[0]).toMatchObject({ delivery: 'unknown', retryable: false });
			expect(reached()).toEqual(once(2));
		});
	});

	describe('in a loop', () => {
		const loop = (onError?: 'continueRegularOutput') =>
			n8n.runWorkflow({
				nodes: [
					{ name: 'Start', type: 'start' },
					{ name: 'Loop', type: 'loop', parameters: { batchSize: 2 } },
					{
						name: 'Send',
						type: 'instantDm',
						parameters: directMessage(),
						...retry,
						...(onError && { onError }),
					},
				],
				connections: [
					{ from: 'Start', to: 'Loop' },
					{ from: 'Loop', output: 1, to: 'Send' },
					{ from: 'Send', to: 'Loop' },
				],
				credentials: { instantDmApi: { apiKey: 'test-key', baseUrl: site.fakeInstantDm.url } },
				start: 'Start',
				// Every round sends to the same two people.
				items: Array.from({ length: 6 }, (_, index) => ({
					to: String(1000 + (index % 2)),
					text: `Hi ${index}`,
				})),
			});

		it.each([undefined, 'continueRegularOutput' as const])(
			'sends each round once, and the next round to the same people again (On Error: %s)',
			async (onError) => {
				site.fakeInstantDm.fail(refused, { call: 3 });
				const { runsOf, error } = await loop(onError);
				expect(error).toBeUndefined();
				expect(runsOf('Send')).toHaveLength(3);
				const texts = site.fakeInstantDm.ledger.delivered().map(({ body }) => body);
				expect(texts).toHaveLength(6);
				expect(new Set(texts.map((body) => JSON.stringify(body))).size).toBe(6);
			},
		);

		it('forgets a round that failed for good before the next one', async () => {
			site.fakeInstantDm.fail(refused, { to: '1000', times: retry.maxTries });
			await loop('continueRegularOutput');
			expect(reached()).toEqual(['1000', '1000', '1001', '1001', '1001']);
		});
	});

	it('keeps two nodes apart that send to the same people', async () => {
		site.fakeInstantDm.fail(refused, { call: 4 });
		await n8n.runWorkflow({
			nodes: [
				{ name: 'Start', type: 'start' },
				{ name: 'First', type: 'instantDm', parameters: directMessage(), ...retry },
				{
					name: 'Second',
					type: 'instantDm',
					parameters: { ...directMessage(), recipientId: '={{ $json.recipient_id }}', text: 'Bye' },
					...retry,
				},
			],
			connections: [
				{ from: 'Start', to: 'First' },
				{ from: 'First', to: 'Second' },
			],
			credentials: { instantDmApi: { apiKey: 'test-key', baseUrl: site.fakeInstantDm.url } },
			start: 'Start',
			items: people(3),
		});
		expect(reached()).toEqual(once(3).flatMap((to) => [to, to]));
	});
});
