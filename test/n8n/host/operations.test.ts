import seed from '../../support/fakeInstantDm/instagram/sample.json';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, trigger } from '../../support/host/workflowFiles';
import { operationFixtures } from '../../support/operationFixtures';

/** The day of the fixtures. */
const now = () => new Date('2026-04-29T16:00:00Z');
const testbed = useTestbed({}, { seed, credits: 1000, now });

/** Those that wait for a tap have a test of their own. */
const firstCases = operationFixtures
	.map(({ resource, operation, cases: [example] }) => [resource, operation, example] as const)
	.filter(([, , { taps }]) => taps === undefined);

describe('every operation in a whole n8n', () => {
	it.each(firstCases)(
		'%s: %s',
		async (_resource, _operation, { parameters, settings, calls, items }) => {
			const { fakeInstantDm } = testbed();
			fakeInstantDm.configure(settings ?? {});
			const { id, url } = await testbed().publish(
				chain('One operation', trigger(), action('InstantDM', parameters)),
			);

			await fakeInstantDm.deliver(url, 'comment', undefined, { secret: WEBHOOK_SECRET });

			const [execution] = await testbed().workflows.finished(id, 1);
			expect(execution?.status).toBe('success');
			const [output] = execution?.runData.InstantDM?.[0]?.data?.main ?? [];
			expect(output?.map(({ json }) => json)).toEqual(items);
			expect(fakeInstantDm.ledger.entries).toHaveLength(calls.length);
		},
	);
});
