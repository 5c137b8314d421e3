import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { OWN_CONNECTION } from '../rest';

const memorySchema = z.object({ heapUsed: z.number(), rss: z.number() });
const cpuSchema = z.object({ user: z.number(), system: z.number() });

/** Looks into an n8n's process while it runs; inside.ts is its other end. */
export class Probe {
	constructor(private readonly port: number) {}

	/** What the n8n's environment has to hold. */
	get settings(): Record<string, string> {
		const inside = pathToFileURL(join(__dirname, 'inside.ts')).href;
		return { PROBE_PORT: String(this.port), NODE_OPTIONS: `--expose-gc --import ${inside}` };
	}

	/** The memory in use, in bytes, after a garbage collection. */
	async memory(): Promise<{ heapUsed: number; rss: number }> {
		return memorySchema.parse(await this.get('/memory'));
	}

	/** The CPU time spent so far, in ms. */
	async cpu(): Promise<number> {
		const { user, system } = cpuSchema.parse(await this.get('/cpu'));
		return (user + system) / 1000;
	}

	/** Sets n8n's clock that many ms ahead of the real one, or behind; 0 puts it right. */
	async shiftClock(milliseconds: number): Promise<void> {
		await this.get(`/clock?shift=${milliseconds}`);
	}

	private async get(path: string): Promise<unknown> {
		const url = `http://127.0.0.1:${this.port}${path}`;
		return await (await fetch(url, { headers: OWN_CONNECTION })).json();
	}
}
