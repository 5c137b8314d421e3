import { sleep } from 'n8n-workflow';

/** Time as a run sees it. All values are milliseconds. */
export interface Clock {
	/** Since 1970, as the wall clock has it; may jump. */
	wall(): number;
	/** Since some moment in the past; only ever grows. */
	steady(): number;
	/**
	 * Resolves when `steady` has reached what `time` gives by then, or soon after the run has ended
	 * early. Never rejects.
	 */
	until(time: () => number): Promise<void>;
	/** Resolves when what has been started, such as a call, has got as far as it can for now. */
	settle(): Promise<void>;
}

// Polled rather than listened to: a listener for each of 10,000 waits would pile up on one signal.
const SLICE = 200;

/**
 * The event loop's next turn, by a message: a timer would take a millisecond for each item. Each has
 * a channel of its own: with a shared one, 1,000 messages to 20 people at a time take a fifth longer.
 */
async function nextTurn(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	await new Promise((resolve) => {
		port1.once('message', resolve);
		port2.postMessage(null);
	});
	port1.close();
}

/** The machine's own time; a wait ends soon after `ended` says so. */
export function clockUntil(ended: () => boolean): Clock {
	const steady = () => performance.now();
	return {
		wall: () => Date.now(),
		steady,
		async until(time) {
			for (let left = time() - steady(); left > 0 && !ended(); left = time() - steady()) {
				await sleep(Math.min(left, SLICE));
			}
		},
		settle: nextTurn,
	};
}

/** Resolves after `ms`, or soon after the run has ended early. */
export async function pause(clock: Clock, ms: number): Promise<void> {
	const end = clock.steady() + ms;
	await clock.until(() => end);
}
