import { sleep } from 'n8n-workflow';

/** Time as a run sees it. All values are milliseconds. */
export interface Clock {
	/** Since 1970, as the wall clock has it; may jump. */
	wall(): number;
	/** Since some moment in the past; only ever grows. */
	steady(): number;
	/** Resolves after `ms`, or soon after the run has ended early. Never rejects. */
	sleep(ms: number): Promise<void>;
}

// Polled rather than listened to: a listener for each of 10,000 waits would pile up on one signal.
const SLICE = 200;

/** The machine's own time; every wait ends within a fifth of a second once `ended` says so. */
export function clockUntil(ended: () => boolean): Clock {
	const steady = () => performance.now();
	return {
		wall: () => Date.now(),
		steady,
		async sleep(ms) {
			const end = steady() + ms;
			for (let left = ms; left > 0 && !ended(); left = end - steady()) {
				await sleep(Math.min(left, SLICE));
			}
		},
	};
}
