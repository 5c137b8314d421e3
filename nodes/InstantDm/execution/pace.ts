import type { Clock } from './clock';

/**
 * A steady pace: each call of the returned function resolves at a slot of its own, one slot every
 * 1/`requestsPerSecond` seconds. A slot that passed unused is gone, so a pause is never made up
 * for by a burst. 0 means no pacing.
 */
export function paced(requestsPerSecond: number, clock: Clock): () => Promise<void> {
	if (requestsPerSecond === 0) return () => Promise.resolve();
	const interval = 1000 / requestsPerSecond;
	let next = -Infinity;
	return () => {
		const now = clock.steady();
		const slot = Math.max(next, now);
		next = slot + interval;
		return clock.sleep(slot - now);
	};
}
