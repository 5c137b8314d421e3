import { setTimeout as wait } from 'node:timers/promises';

import { countBy } from 'lodash';

import { sendAll, type Attempt } from '../queue/send';
import type { Sample } from './memory';
import type { Delivery, Mix } from './mix';
import type { Published, SoakTestbed } from './testbed';

/** What happened in one part of the soak. */
export interface Phase {
	title: string;
	attempts: Attempt<Delivery>[];
	seconds: number;
	samples: Sample[];
	/** Events that were accepted, as often as they were. */
	accepted: string[];
	/** Events of earlier phases that were accepted once more. */
	acceptedAgain: string[];
	/** Of the accepted events, those whose senders got no message, and more than one. */
	unanswered: string[];
	answeredTwice: string[];
}

const SENDERS = 4;
const BETWEEN_SAMPLES = 5000;
/** How long executions may go on when no more deliveries come, in ms. */
const PATIENCE = 300_000;

/**
 * Sends deliveries for so many ms while `fault` does its work, and waits until all they started
 * has ended.
 * @param before the phases so far
 */
export async function runPhase(
	testbed: SoakTestbed,
	mix: Mix,
	{ id, url }: Published,
	{ title, milliseconds }: { title: string; milliseconds: number },
	before: readonly Phase[],
	fault: () => Promise<void> = () => Promise.resolve(),
): Promise<Phase> {
	const start = performance.now();
	const elapsed = () => performance.now() - start;
	let isFaulty = true;
	let sent = 0;
	const source = counted(
		mix.next(() => isFaulty || elapsed() < milliseconds),
		(count) => (sent = count),
	);
	const samples: Sample[] = [];
	const watch = async () => {
		for (let next = 0; isFaulty || elapsed() < milliseconds; next += BETWEEN_SAMPLES) {
			await wait(Math.max(0, next - elapsed()));
			const deliveries = sent;
			const { heapUsed, rss } = await testbed.probe.memory();
			samples.push({ deliveries, heap: heapUsed, resident: rss });
		}
	};
	const [attempts] = await Promise.all([
		sendAll(url, source, SENDERS),
		watch(),
		fault().finally(() => (isFaulty = false)),
	]);
	const seconds = elapsed() / 1000;
	await testbed.workflows.untilIdle(id, PATIENCE);

	const accepted = attempts.filter(isAccepted).map(({ delivery }) => delivery.key);
	const earlier = new Set(before.flatMap((phase) => phase.accepted));
	const reachedOf = countBy(testbed.reached());
	const timesReached = (key: string) => reachedOf[key] ?? 0;
	const isAnswering = url === testbed.answers.url;
	return {
		title,
		attempts,
		seconds,
		samples,
		accepted,
		acceptedAgain: accepted.filter((key) => earlier.has(key)),
		unanswered: isAnswering ? accepted.filter((key) => timesReached(key) === 0) : [],
		answeredTwice: isAnswering ? accepted.filter((key) => timesReached(key) > 1) : [],
	};
}

const isAccepted = ({ answer }: Attempt<Delivery>): boolean => answer.includes('"accepted"');

function* counted<T>(source: Iterable<T>, tell: (count: number) => void): Generator<T, void> {
	let count = 0;
	for (const each of source) {
		count += 1;
		tell(count);
		yield each;
	}
}
