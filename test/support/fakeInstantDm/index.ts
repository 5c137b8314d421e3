import { once } from 'node:events';
import { createServer } from 'node:http';

import express from 'express';

import { control } from './control';
import { post, prepare, type Delivered, type DeliveryOptions } from './deliveries/deliver';
import { samples, type EventName } from './deliveries/events';
import { endpoint } from './endpoint';
import type { Failure, Occasion } from './failure';
import { InstantDm } from './instantDm';
import type { Ledger } from './ledger';
import type { SettingsInput } from './settings';

export interface FakeInstantDmOptions extends SettingsInput {
	/** A free one unless told. */
	port?: number;
	/** The clock by which hours end and ledger entries are dated. */
	now?: () => Date;
}

/** A running fake InstantDM for InstantDM. */
export interface FakeInstantDm {
	/** The base URL for the credential. */
	url: string;
	/** What reached whom. A new one after `reset`. */
	readonly ledger: Ledger;
	/** Plans a failure, for the next call unless an occasion says otherwise. */
	fail(failure: Failure, occasion?: Occasion): void;
	configure(changes: SettingsInput): void;
	/** Forgets everything since the start. */
	reset(): void;
	/** Sends a webhook delivery, the documentation's example unless a payload is given. */
	deliver(
		url: string,
		event: EventName,
		payload?: unknown,
		options?: DeliveryOptions,
	): Promise<Delivered>;
	/** Waits for the echoes on their way to the mirror. */
	echoesSettled(): Promise<void>;
	/** Stops it, breaking what is open. */
	close(): Promise<void>;
}

/** Starts a fake InstantDM on loopback that holds to InstantDM's API documentation. */
export async function startFakeInstantDm(
	options: FakeInstantDmOptions = {},
): Promise<FakeInstantDm> {
	const { port = 0, now = () => new Date(), ...settings } = options;
	const instantDm = new InstantDm(settings, now);
	const app = express().disable('x-powered-by').disable('etag').set('env', 'test');
	app.use('/__control', control(instantDm));
	app.post('/api-webhook', endpoint(instantDm));
	app.use((_req, res) => {
		res.status(404).json({ error: 'Not found' });
	});
	const server = createServer((req, res) => {
		app(req, res);
	}).listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return {
		url: `http://127.0.0.1:${address.port}`,
		get ledger() {
			return instantDm.ledger;
		},
		fail: (failure, occasion) => {
			instantDm.failures.add(failure, occasion);
		},
		configure: (changes) => {
			instantDm.configure(changes);
		},
		reset: () => {
			instantDm.reset();
		},
		deliver: (url, event, payload: unknown = samples[event], deliveryOptions = {}) =>
			post(url, prepare(event, payload, { at: now(), ...deliveryOptions })),
		echoesSettled: () => instantDm.echoesSettled(),
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
