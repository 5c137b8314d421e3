import { setTimeout as wait } from 'node:timers/promises';

import { post, prepare } from '../../support/fakeInstantDm/deliveries/deliver';
import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import { host } from '../../support/host/globals';
import { poll } from '../../support/host/poll';
import { runSql } from '../../support/host/sqlite';
import { WEBHOOK_SECRET } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { chain, node, trigger } from '../../support/host/workflowFiles';

// One execution at a time: n8n responds to a delivery once the execution before it has ended.
const testbed = useTestbed({ N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' });

const comment = (number: number) =>
	prepare('comment', eventNumber('comment', number), { secret: WEBHOOK_SECRET });

/** A workflow whose executions take so many seconds. */
const lasting = (seconds: number) =>
	chain(`Takes ${seconds} seconds`, trigger(), {
		...node('Wait', 'n8n-nodes-base.wait', {
			resume: 'timeInterval',
			amount: seconds,
			unit: 'seconds',
		}),
		typeVersion: 1.1,
	});

it('starts one execution for a comment whose sender hung up before n8n could start it', async () => {
	const { id, url } = await testbed().publish(lasting(8));
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

it('has a copy come again that waited in vain for the first one, which then fails', async () => {
	const { id, url } = await testbed().publish(lasting(25));
	const { userFolder } = testbed().n8n;
	const deliver = async (number: number) => {
		const { status, answer } = await post(url, comment(number));
		return `${status} ${answer}`;
	};
	expect(await deliver(3)).toMatch(/^200 /);
	await runSql(
		host,
		userFolder,
		`CREATE TRIGGER refuse BEFORE UPDATE ON execution_entity WHEN NEW.status = 'running'
			BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
	);

	const copies = [deliver(4), deliver(4)];
	const busy = '503 {"status":"rejected","reason":"busy"}';
	expect(await Promise.race(copies)).toBe(busy);
	expect((await Promise.all(copies)).sort()).toEqual([expect.stringMatching(/^500 /), busy]);
	await runSql(host, userFolder, 'DROP TRIGGER refuse');

	expect(await deliver(4)).toBe('200 {"status":"accepted","items":1}');
	expect(await deliver(4)).toBe('200 {"status":"ignored","reason":"duplicate"}');
	// The refused execution stays behind as one that never started.
	await poll('both comments ended well', async () => {
		const all = await testbed().workflows.executions(id);
		return all.filter(({ status }) => status === 'success').length === 2 ? true : undefined;
	});
});
