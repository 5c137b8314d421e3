import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import { host } from '../../support/host/globals';
import { poll } from '../../support/host/poll';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { runSql } from '../../support/host/sqlite';
import { action, chain, trigger } from '../../support/host/workflowFiles';

const testbed = useTestbed();

const secret = WEBHOOK_SECRET;

/** Delivers comment number N; answers status and body. */
async function comment(url: string, number: number, signedWith = secret): Promise<string> {
	const payload = eventNumber('comment', number);
	const { status, answer } = await testbed().fakeInstantDm.deliver(url, 'comment', payload, {
		secret: signedWith,
	});
	return `${status} ${answer}`;
}

const ACCEPTED = '200 {"status":"accepted","items":1}';
const DUPLICATE = '200 {"status":"ignored","reason":"duplicate"}';

describe('loops', () => {
	it('starts no second execution on the echoes of its own replies', async () => {
		const { id, url } = await testbed().publish(
			chain(
				'Answers everything',
				trigger({ events: ['comment', 'dm_received'] }),
				action('Answer', {
					resource: 'comment',
					operation: 'replyAndPrivateReply',
					commentId: '={{ $json.commentId }}',
					messageType: 'text',
					text: 'Here it is',
					commentText: 'See your messages',
				}),
			),
		);
		testbed().fakeInstantDm.configure({ mirror: { url, secret } });

		expect(await comment(url, 1)).toBe(ACCEPTED);
		await testbed().workflows.finished(id, 1);
		await testbed().fakeInstantDm.echoesSettled();

		// An execution started by an echo would stand before that of the next honest comment.
		testbed().fakeInstantDm.configure({ mirror: null });
		expect(await comment(url, 2)).toBe(ACCEPTED);
		expect(await testbed().workflows.finished(id, 2)).toHaveLength(2);
		expect(testbed().fakeInstantDm.ledger.delivered()).toHaveLength(4);
	});
});

describe('redeliveries', () => {
	it('start nothing once the first one was taken over', async () => {
		const { id, url } = await testbed().publish(chain('Once', trigger()));

		expect(await comment(url, 1)).toBe(ACCEPTED);
		expect(await comment(url, 1)).toBe(DUPLICATE);
		expect(await comment(url, 2)).toBe(ACCEPTED);
		expect(await testbed().workflows.finished(id, 2)).toHaveLength(2);
	});

	it('start one execution when two copies arrive at once', async () => {
		const { id, url } = await testbed().publish(chain('Twice at once', trigger()));

		const answers = await Promise.all([comment(url, 1), comment(url, 1)]);

		expect(answers.sort()).toEqual([ACCEPTED, DUPLICATE].sort());
		expect(await testbed().workflows.finished(id, 1)).toHaveLength(1);
	});

	it('run when n8n could not store the execution of the first one', async () => {
		const { id, url } = await testbed().publish(chain('Taken over late', trigger()));
		const { userFolder } = testbed().n8n;
		await runSql(
			host,
			userFolder,
			`CREATE TRIGGER refuse BEFORE INSERT ON execution_entity
				BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
		);

		const answer = await comment(url, 1);
		await runSql(host, userFolder, 'DROP TRIGGER refuse');
		expect(answer).toMatch(/^5\d\d /);

		expect(await comment(url, 1)).toBe(ACCEPTED);
		expect(await comment(url, 1)).toBe(DUPLICATE);
		expect(await testbed().workflows.finished(id, 1)).toMatchObject([{ status: 'success' }]);
	});

	it('start nothing after the workflow was unpublished and published again', async () => {
		const { id, url } = await testbed().publish(chain('Off and on', trigger()));
		expect(await comment(url, 1)).toBe(ACCEPTED);

		await testbed().workflows.deactivate(id);
		await poll('the URL is gone', async () =>
			(await comment(url, 2)).startsWith('404') ? true : undefined,
		);
		await testbed().workflows.activate(id);
		expect(await comment(url, 1)).toBe(DUPLICATE);
		// Not 2: n8n may have taken one of those over before the URL was gone.
		expect(await comment(url, 3)).toBe(ACCEPTED);
	});
});

describe('a secret being rotated', () => {
	it('is accepted old and new, and nothing else', async () => {
		const rotating = await testbed().addCredential({
			webhookSecret: 'the new one',
			previousWebhookSecret: 'the old one',
		});
		const { id, url } = await testbed().publish(chain('Rotation', trigger()), rotating);

		expect(await comment(url, 1, 'the new one')).toBe(ACCEPTED);
		expect(await comment(url, 2, 'the old one')).toBe(ACCEPTED);
		expect(await comment(url, 3, 'an older one')).toMatch(/^401 /);
		expect(await testbed().workflows.finished(id, 2)).toHaveLength(2);
	});
});
