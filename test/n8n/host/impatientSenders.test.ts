import { setTimeout as wait } from 'node:timers/promises';

import { post, prepare } from '../../support/fakeInstantDm/deliveries/deliver';
import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { chain, node, trigger } from '../../support/host/workflowFiles';

// One execution at a time: n8n responds to a delivery once the execution before it has ended.
const testbed = useTestbed({ N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' });

const comment = (number: number) =>
	prepare('comment', eventNumber('comment', number), { secret: WEBHOOK_SECRET });

it('starts one execution for a comment whose sender hung up before n8n could start it', async () => {
	const pause = { resume: 'timeInterval', amount: 8, unit: 'seconds' };
	const { id, url } = await testbed().publish(
		chain('One at a time', trigger(), {
			...node('Wait', 'n8n-nodes-base.wait', pause),
			typeVersion: 1.1,
		}),
	);
	expect((await post(url, comment(1))).status).toBe(200);
	const { headers, body } = comment(2);
	const impatient = fetch(url, {
		...{ method: 'POST', headers, body: new Uint8Array(body) },
		signal: AbortSignal.timeout(1000),
	});
	await expect(impatient).rejects.toThrow(/timeout/);

	// It delivers again while its first delivery still waits for its turn.
	await wait(4000);
	const again = await post(url, comment(2));

	expect(JSON.parse(again.answer)).toEqual({ status: 'ignored', reason: 'duplicate' });
	expect(await testbed().workflows.finished(id, 2)).toHaveLength(2);
	expect(JSON.parse((await post(url, comment(2))).answer)).toMatchObject({ reason: 'duplicate' });
});
