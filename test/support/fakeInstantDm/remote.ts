import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { pick } from 'lodash';
import { z } from 'zod';

import type { DeliveryOptions } from './deliveries/deliver';
import type { EventName } from './deliveries/events';
import type { Failure, Occasion } from './failure';
import { kinds, type Changes, type Kind, type NewRow, type Seed } from './instagram/rows';
import { Ledger, ledgerEntrySchema } from './ledger';
import type { SettingsInput } from './settings';

const delivered = z.object({ status: z.number(), answer: z.string() });
type RemoteDelivery = Pick<DeliveryOptions, 'secret' | 'form' | 'headers'>;

/** A fake InstantDM in another process, steered through its control endpoint. */
export class RemoteFakeInstantDm {
	constructor(
		readonly url: string,
		readonly openApiUrl: string,
	) {}

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

	/** The ledger as it is now. */
	async ledger(): Promise<Ledger> {
		return new Ledger(z.array(ledgerEntrySchema).parse(await this.control('ledger')));
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

	/** Gives Instagram all of this. */
	async seed(seed: Seed): Promise<void> {
		await this.control('seed', pick(seed, kinds));
	}

	/** Adds a row; answers its id. */
	async add<K extends Kind>(kind: K, row: NewRow<K>): Promise<string> {
		return z.object({ id: z.string() }).parse(await this.control('add', { kind, row })).id;
	}

	async change<K extends Kind>(kind: K, id: string, changes: Changes<K>): Promise<void> {
		await this.control('change', { kind, id, changes });
	}

	async remove(kind: Kind, id: string): Promise<void> {
		await this.control('remove', { kind, id });
	}

	/** Sends a webhook delivery, the documentation's example unless a payload is given. */
	async deliver(url: string, event: EventName, payload?: unknown, options: RemoteDelivery = {}) {
		return delivered.parse(await this.control('deliver', { url, event, payload, ...options }));
	}

	/** Sends the webhook delivery of a comment or message that Instagram has. */
	async announce(url: string, id: string, options: RemoteDelivery = {}) {
		return delivered.parse(await this.control('announce', { url, id, ...options }));
	}

	/** Sends the webhook delivery of a tap on what a message to a person or comment shows. */
	async tap(url: string, tapped: { to: string; title: string }, options: RemoteDelivery = {}) {
		return delivered.parse(await this.control('tap', { url, ...tapped, ...options }));
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
	const { url, openApiUrl } = z.object({ url: z.string(), openApiUrl: z.string() }).parse(message);
	return {
		fakeInstantDm: new RemoteFakeInstantDm(url, openApiUrl),
		close: async () => {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}
