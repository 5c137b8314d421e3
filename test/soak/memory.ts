import { z } from 'zod';

/** The memory of n8n's process at one moment, in bytes, after a garbage collection. */
export interface Sample {
	/** How many deliveries had been sent by then. */
	deliveries: number;
	heap: number;
	/** All that the process holds, as the system sees it. */
	resident: number;
}

const usageSchema = z.object({ heapUsed: z.number(), rss: z.number() });

/** The other end of probe.ts. */
export class Probe {
	constructor(private readonly port: number) {}

	async sample(deliveries: number): Promise<Sample> {
		const { heapUsed, rss } = usageSchema.parse(await this.get('/memory'));
		return { deliveries, heap: heapUsed, resident: rss };
	}

	/** Sets n8n's clock that many ms ahead of the real one, or behind; 0 puts it right. */
	async shiftClock(milliseconds: number): Promise<void> {
		await this.get(`/clock?shift=${milliseconds}`);
	}

	private async get(path: string): Promise<unknown> {
		return await (await fetch(`http://127.0.0.1:${this.port}${path}`)).json();
	}
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
