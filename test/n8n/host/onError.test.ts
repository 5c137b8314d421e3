import { commentsFrom } from '../../support/host/commentsFrom';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, node, trigger } from '../../support/host/workflowFiles';

const testbed = useTestbed();

const PEOPLE = ['2358708294634610', '2358708294634611', '2358708294634612', '2358708294634613'];
const [ANN, BOB, CID, DAN] = PEOPLE;
const FIVE_TRIES = { retryOnFail: true, maxTries: 5, waitBetweenTries: 1 };

/** Messages everyone with the given settings of the node; answers what came out on its outputs. */
async function messageEveryone(settings: object) {
	const message = {
		resource: 'message',
		operation: 'send',
		recipientId: '={{ $json.senderId }}',
		messageType: 'text',
		text: '=Hello {{ $json.username }}',
	};
	const send = action('Send', message, settings);
	const next = node('Next', 'n8n-nodes-base.noOp', {});
	const { id, url } = await testbed().publish(chain('Everyone', trigger(), send, next));
	await testbed().fakeInstantDm.deliver(url, 'comment', commentsFrom(PEOPLE), {
		secret: WEBHOOK_SECRET,
	});
	const [execution] = await testbed().workflows.finished(id, 1);
	expect(execution?.status).toBe('success');
	const outputs = execution?.runData.Send?.at(-1)?.data?.main ?? [];
	return outputs.map((items) => items?.map(({ json }) => json) ?? []);
}

const reached = () => testbed().fakeInstantDm.ledger.reached().sort();

describe.each([
	['once', {}],
	['with five tries', FIVE_TRIES],
])('a node that goes on when items fail, run %s', (_, retry) => {
	beforeEach(() => {
		const closedWindow = { kind: 'instagram', code: 10, subcode: 2534022 } as const;
		testbed().fakeInstantDm.fail(closedWindow, { to: ANN, times: 'always' });
		testbed().fakeInstantDm.fail({ kind: 'reset', delivered: true }, { to: CID, times: 'always' });
	});
	const failed = (delivery: string) => ({ error: expect.any(String) as unknown, delivery });

	it('gives failed items out on the error output, the others on the first', async () => {
		expect(await messageEveryone({ ...retry, onError: 'continueErrorOutput' })).toMatchObject([
			[{ recipient_id: BOB }, { recipient_id: DAN }],
			[failed('notSent'), failed('unknown')],
		]);
		expect(reached()).toEqual([BOB, CID, DAN]);
	});

	it('gives all items out in their order without an error output', async () => {
		expect(await messageEveryone({ ...retry, onError: 'continueRegularOutput' })).toMatchObject([
			[failed('notSent'), { recipient_id: BOB }, failed('unknown'), { recipient_id: DAN }],
		]);
		expect(reached()).toEqual([BOB, CID, DAN]);
	});
});

describe.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'])(
	'Retry On Fail with five tries and On Error %s',
	(onError) => {
		it('sends everyone one message when the first one fails once', async () => {
			testbed().fakeInstantDm.fail({ kind: 'documented', error: 'noCredits' }, { to: ANN });

			const [sent] = await messageEveryone({ ...FIVE_TRIES, onError });

			expect(reached()).toEqual(PEOPLE);
			expect(sent).toMatchObject(PEOPLE.map((id) => ({ recipient_id: id })));
		});

		it.each([null, false, '', 0])(
			'sends everyone one message when answers hold "error": %j',
			async (error) => {
				for (const to of PEOPLE) {
					const body = JSON.stringify({ recipient_id: to, message_id: `m${to}`, error });
					testbed().fakeInstantDm.fail(
						{ kind: 'answer', status: 200, body, delivered: true },
						{ to },
					);
				}

				const [sent] = await messageEveryone({ ...FIVE_TRIES, onError });

				expect(reached()).toEqual(PEOPLE);
				expect(sent).toMatchObject(PEOPLE.map((id) => ({ recipient_id: id })));
			},
		);
	},
);
