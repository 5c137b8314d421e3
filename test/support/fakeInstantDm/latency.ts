import type { Settings } from './settings';

/** Mulberry32: evenly spread numbers from 0 to below 1, the same for the same seed. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Milliseconds to wait before each answer, one after the other. */
export function latencies(latency: Settings['latency']): () => number {
	if (typeof latency === 'number') return () => latency;
	const { min, max, seed } = latency;
	const random = seeded(seed);
	return () => min + random() * (max - min);
}
