/** The memory of n8n's process at one moment, in bytes, after a garbage collection. */
export interface Sample {
	/** How many deliveries had been sent by then. */
	deliveries: number;
	heap: number;
	/** All that the process holds, as the system sees it. */
	resident: number;
}

const FEWEST_SAMPLES = 20;

/**
 * Bytes of heap for each further delivery: the line through the samples by least squares; null
 * where there are too few of them to tell growth from chance.
 */
export function growth(samples: readonly Sample[]): number | null {
	if (samples.length < FEWEST_SAMPLES) return null;
	const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const x = mean(samples.map(({ deliveries }) => deliveries));
	const y = mean(samples.map(({ heap }) => heap));
	const spread = mean(samples.map(({ deliveries }) => (deliveries - x) ** 2));
	return mean(samples.map(({ deliveries, heap }) => (deliveries - x) * (heap - y))) / spread;
}
