import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { z } from 'zod';

import type { DeliveryOptions } from './deliveries/deliver';
import type { EventName } from './deliveries/events';
import type { Failure, Occasion } from './failure';
import { Ledger, type LedgerEntry } from './ledger';
import type { SettingsInput } from './settings';

const entriesSchema = z.array(
	z.object({
		call: z.number(),
		at: z.string(),
		open: z.number(),
		auth: z.enum(['authorization', 'xApiKey', 'both', 'none']),
		headers: z.record(z.string()),
		body: z.unknown(),
		action: z.enum(['post_comment', 'send_message']).nullable(),
		to: z.string().nullable(),
		delivered: z.boolean(),
		id: z.string().nullable(),
		status: z.number().nullable(),
	}),
);

/** a fake InstantDM in another process, steered through its control endpoint. */
export class RemoteFakeInstantDm {
	constructor(readonly url: string) {}

	private async control(path: string, body?: unknown): Promise<unknown> {
		const response = await fetch(`${this.url}/__control/${path}`, {
			...(body !== undefined && {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			}),
		});
		if (!response.ok)
			throw new Error(`the fake InstantDM refused ${path}: ${await response.text()}`);
		return await response.json();
	}

	/** The ledger as it stands now. */
	async ledger(): Promise<Ledger> {
		const entries = entriesSchema.parse(await this.control('ledger'));
		return new Ledger(
			entries.map((entry): LedgerEntry => ({ ...entry, body: entry.body ?? null })),
		);
	}

	/** Plans a failure, for the next call unless an occasion says otherwise. */
	async fail(failure: Failure, occasion?: Occasion): Promise<void> {
		await this.control('fail', { failure, occasion });
	}

	async configure(changes: SettingsInput): Promise<void> {
		await this.control('settings', changes);
	}

	/** Forgets everything since the start. */
	async reset(): Promise<void> {
		await this.control('reset', {});
	}

	/** Sends a webhook delivery, the documentation's example unless a payload is given. */
	async deliver(
		url: string,
		event: EventName,
		payload?: unknown,
		options: Pick<DeliveryOptions, 'secret' | 'form' | 'headers'> = {},
	): Promise<{ status: number; answer: string }> {
		const answered = await this.control('deliver', { url, event, payload, ...options });
		return z.object({ status: z.number(), answer: z.string() }).parse(answered);
	}
}

/** Starts a fake InstantDM in a process of its own, which ends with `close` or with this process. */
export async function forkFakeInstantDm(
	settings: SettingsInput = {},
	port = 0,
): Promise<{ fakeInstantDm: RemoteFakeInstantDm; close: () => Promise<void> }> {
	const child = fork(join(__dirname, 'main.ts'), [String(port), JSON.stringify(settings)], {
		execArgv: ['--import', 'tsx'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const started = new AbortController();
	const [message, code] = await Promise.race([
		once(child, 'message', started).then(([first]: unknown[]) => [first, undefined] as const),
		once(child, 'exit', started).then(([first]: unknown[]) => [undefined, first] as const),
	]).finally(() => {
		started.abort();
	});
	if (message === undefined) throw new Error(`the fake InstantDM ended with code ${String(code)}`);
	const { url } = z.object({ url: z.string() }).parse(message);
	return {
		fakeInstantDm: new RemoteFakeInstantDm(url),
		close: async () => {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}
