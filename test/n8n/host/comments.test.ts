import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, trigger } from '../../support/host/workflowFiles';

const testbed = useTestbed();

/** The documentation's comment. */
const COMMENT = { id: '17890012345', text: 'Love this!', senderId: '123456' };

describe('comment → private reply → public reply', () => {
	const replies = (name: string) =>
		chain(
			name,
			trigger(),
			action('Private reply', {
				resource: 'comment',
				operation: 'privateReply',
				commentId: '={{ $json.commentId }}',
				messageType: 'text',
				text: "Here's the link...",
			}),
			action('Public reply', {
				resource: 'comment',
				operation: 'reply',
				commentId: "={{ $('InstantDM Trigger').item.json.commentId }}",
				commentText: '=Thanks {{ $("InstantDM Trigger").item.json.username }}! Check your DM',
			}),
		);

	it('sends exactly the documented bodies and stores what came back', async () => {
		const { id, url } = await testbed().publish(replies('Both replies'));

		const delivery = await testbed().fakeInstantDm.deliver(url, 'comment', undefined, {
			secret: WEBHOOK_SECRET,
		});

		expect(delivery.status).toBe(200);
		expect(JSON.parse(delivery.answer)).toEqual({ status: 'accepted', items: 1 });
		const [execution] = await testbed().workflows.finished(id, 1);
		expect(execution).toMatchObject({ status: 'success', mode: 'webhook' });
		expect(testbed().fakeInstantDm.ledger.bodies()).toEqual([
			{
				action: 'send_message',
				type: 'comment_reply',
				comment_id: COMMENT.id,
				message: { text: "Here's the link..." },
			},
			{
				action: 'post_comment',
				comment_id: COMMENT.id,
				comment_text: 'Thanks user123! Check your DM',
			},
		]);
		expect(execution?.runData).toMatchObject({
			'InstantDM Trigger': [
				{
					data: {
						main: [
							[
								{
									json: {
										event: 'comment',
										commentId: COMMENT.id,
										text: COMMENT.text,
										senderId: COMMENT.senderId,
										username: 'user123',
										isOwn: false,
									},
								},
							],
						],
					},
				},
			],
			'Private reply': [
				{ data: { main: [[{ json: { message_id: expect.any(String) as unknown } }]] } },
			],
			'Public reply': [
				{
					data: {
						main: [[{ json: { message: 'Comment reply posted' }, pairedItem: { item: 0 } }]],
					},
				},
			],
		});
	});

	it('answers a forged delivery with 401 and starts nothing', async () => {
		const { id, url } = await testbed().publish(replies('Forged'));
		const forgeries = [
			[{ secret: 'a guess' }, 'invalid_signature'],
			[{}, 'missing_signature'],
			[{ secret: WEBHOOK_SECRET, headers: { 'X-Webhook-Signature': 'zz' } }, 'invalid_signature'],
		] as const;

		for (const [options, reason] of forgeries) {
			const { status, answer } = await testbed().fakeInstantDm.deliver(
				url,
				'comment',
				undefined,
				options,
			);
			expect(status).toBe(401);
			expect(JSON.parse(answer)).toEqual({ status: 'rejected', reason });
		}

		// An honest delivery after them is the first and only execution.
		await testbed().fakeInstantDm.deliver(url, 'comment', undefined, { secret: WEBHOOK_SECRET });
		expect(await testbed().workflows.finished(id, 1)).toHaveLength(1);
	});
});

describe('a trigger without a webhook secret', () => {
	it('is not activated, and says why', async () => {
		const withoutSecret = await testbed().addCredential({ webhookSecret: '' });
		const publishing = testbed().publish(chain('No secret', trigger()), withoutSecret);
		await expect(publishing).rejects.toThrow(/secret/i);
	});

	it('takes unsigned deliveries once verification is switched off', async () => {
		const withoutSecret = await testbed().addCredential({ webhookSecret: '' });
		const unverified = chain('Not verified', trigger({ verifySignature: false }));
		const { id, url } = await testbed().publish(unverified, withoutSecret);

		expect(await testbed().fakeInstantDm.deliver(url, 'comment')).toMatchObject({ status: 200 });
		expect(await testbed().workflows.finished(id, 1)).toMatchObject([{ status: 'success' }]);
	});
});
