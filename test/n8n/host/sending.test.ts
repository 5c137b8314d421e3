import { commentsFrom } from '../../support/host/commentsFrom';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, node, trigger } from '../../support/host/workflowFiles';

const testbed = useTestbed();

describe('Retry On Fail', () => {
	const people = Array.from({ length: 10 }, (_, index) => `23587082946346${index + 10}`);

	it.each([
		['one after the other', 1],
		['five at once', 5],
	])(
		'sends ten messages, %s, when the seventh fails once: ten, not sixteen',
		async (_, concurrency) => {
			const { id, url } = await testbed().publish(
				chain(
					`Ten messages, ${concurrency} at once`,
					trigger(),
					action(
						'Send',
						{
							resource: 'message',
							operation: 'send',
							recipientId: '={{ $json.senderId }}',
							messageType: 'text',
							text: '=Hello {{ $json.username }}',
							options: { concurrency },
						},
						{ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
					),
				),
			);
			testbed().fakeInstantDm.fail({ kind: 'documented', error: 'noCredits' }, { to: people[6] });

			await testbed().fakeInstantDm.deliver(url, 'comment', commentsFrom(people), {
				secret: WEBHOOK_SECRET,
			});

			const [execution] = await testbed().workflows.finished(id, 1);
			expect(execution?.status).toBe('success');
			const { ledger } = testbed().fakeInstantDm;
			expect(ledger.reached().sort()).toEqual(people);
			expect(ledger.entries).toHaveLength(11);
			const [output] = execution?.runData.Send?.[0]?.data?.main ?? [];
			expect(output).toMatchObject(people.map((id) => ({ json: { recipient_id: id } })));
		},
	);
});

describe("n8n's own HTTP Request node", () => {
	it.each(['authorization', 'xApiKey'] as const)(
		'uses the credential as a predefined type and sends the key by %s',
		async (authHeader) => {
			const credential = { id: await testbed().addCredential({ authHeader }), name: 'InstantDM' };
			const request = {
				...node('HTTP Request', 'n8n-nodes-base.httpRequest', {
					method: 'POST',
					url: `${testbed().fakeInstantDm.url}/api-webhook`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'instantDmApi',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: JSON.stringify({
						action: 'post_comment',
						comment_id: '17890012345',
						comment_text: 'Thanks!',
					}),
				}),
				typeVersion: 4.2,
				credentials: { instantDmApi: credential },
			};
			const start = node('Start', 'n8n-nodes-base.manualTrigger', {});
			const id = await testbed().workflows.create(chain('HTTP Request', start, request));

			expect(await testbed().workflows.runManually(id, 'Start')).toMatchObject({
				status: 'success',
			});
			expect(testbed().fakeInstantDm.ledger.entries).toMatchObject([
				{ auth: authHeader, delivered: true },
			]);
		},
	);
});
