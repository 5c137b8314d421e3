import { difference, range } from 'lodash';

import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import { poll } from '../../support/host/poll';
import {
	action,
	chain,
	productionUrl,
	trigger,
	withCredential,
} from '../../support/host/workflowFiles';
import type { QueueTestbed } from './round';

/** Trigger → a question that waits for the answer → a message that says what it was. */
function asking() {
	const recipientId = "={{ $('InstantDM Trigger').item.json.senderId }}";
	const ask = action('Ask', {
		...{ resource: 'message', operation: 'sendAndWait', recipientId },
		...{ message: 'Which size?', responseType: 'choice', showAs: 'buttons' },
		choices: { choice: [{ title: 'Small' }, { title: 'Large' }] },
	});
	const answer = action('Answer', {
		...{ resource: 'message', operation: 'send', recipientId },
		...{ messageType: 'text', text: '={{ $json.data.value }}' },
	});
	return chain('Questions', trigger(), ask, answer);
}

/** Comments of people whom no round has. */
const PEOPLE = range(900_001, 900_007);

/**
 * Asks some people, kills every process of n8n, starts them again, and has the people tap, each a
 * size of their own.
 * @returns what is not as it should be
 */
export async function questionsInACrash(
	{ cluster, workflows, credentialId, fakeInstantDm }: QueueTestbed,
	secret: string,
): Promise<string[]> {
	await fakeInstantDm.reset();
	const workflow = asking();
	const id = await workflows.create(withCredential(workflow, credentialId));
	await workflows.activate(id);
	const url = productionUrl(cluster.proxy.roundRobinUrl, workflow);
	for (const number of PEOPLE) {
		await fakeInstantDm.deliver(url, 'comment', eventNumber('comment', number), { secret });
	}
	await poll('every execution waits for a tap', async () => {
		const waiting = (await workflows.executions(id)).filter(({ status }) => status === 'waiting');
		return waiting.length === PEOPLE.length || undefined;
	});

	const { main, workers, webhooks } = cluster;
	const processes = [main, ...workers, ...webhooks];
	for (const { daemon } of processes) daemon.crash();
	await Promise.all(processes.map(({ daemon }) => daemon.start()));

	const taps = PEOPLE.map((number) => ({
		to: `123${number}`,
		title: number % 2 ? 'Small' : 'Large',
	}));
	const answers = await Promise.all(taps.map((tap) => fakeInstantDm.tap(url, tap, { secret })));
	await workflows.untilIdle(id);
	await workflows.deactivate(id);
	const ledger = await fakeInstantDm.ledger();
	const expected = taps.flatMap(({ to, title }) => [`${to} asked`, `${to} told ${title}`]);
	const found = ledger.delivered().map(({ to, body }) => {
		const [, title] = /"text":"(Small|Large)"/.exec(JSON.stringify(body)) ?? [];
		return `${to} ${title === undefined ? 'asked' : `told ${title}`}`;
	});
	return [
		...answers.flatMap(({ answer }) => (answer === '{"status":"resumed"}' ? [] : [answer])),
		...difference(expected, found).map((missing) => `not ${missing}`),
		...(found.length > expected.length ? [`${found.length} messages`] : []),
	];
}
