import { once } from 'node:events';
import { createServer } from 'node:http';

import express from 'express';

import { control } from './control';
import type { Delivered, DeliveryOptions } from './deliveries/deliver';
import type { EventName } from './deliveries/events';
import { endpoint } from './endpoint';
import type { Failure, Occasion } from './failure';
import type { Instagram } from './instagram/instagram';
import type { Seed } from './instagram/rows';
import { InstantDm } from './instantDm';
import type { Ledger } from './ledger';
import { openApi } from './openApi';
import type { SettingsInput } from './settings';
import { webhookApi } from './webhookApi';

export interface FakeInstantDmOptions extends SettingsInput {
	/** A free one unless told. */
	port?: number;
	/** What Instagram has at the start and after `reset`; nothing unless told. */
	seed?: Seed;
	/** The clock by which hours end and ledger entries are dated. */
	now?: () => Date;
}

/** A running fake InstantDM. */
export interface FakeInstantDm {
	/** The Base URL for the credential. */
	url: string;
	/** The Open API's base URL for the credential. */
	openApiUrl: string;
	/** What reached whom. A new one after `reset`. */
	readonly ledger: Ledger;
	/** Posts, comments, conversations: to be added to and changed. A new one after `reset`. */
	readonly instagram: Instagram;
	/** Plans a failure, for the next call unless an occasion says otherwise. */
	fail(failure: Failure, occasion?: Occasion): void;
	configure(changes: SettingsInput): void;
	/** Forgets everything since the start. */
	reset(): void;
	/**
	 * Sends a webhook delivery, the documentation's example unless a payload is given. What it tells
	 * of can then be read through the Open API.
	 */
	deliver(
		url: string,
		event: EventName,
		payload?: unknown,
		options?: DeliveryOptions,
	): Promise<Delivered>;
	/** Sends the webhook delivery of a comment or message that Instagram has. */
	announce(url: string, id: string, options?: DeliveryOptions): Promise<Delivered>;
	/**
	 * Someone taps what a message shows under a title: sends the webhook delivery of it.
	 * @param tapped whom the message was sent to (a person's ID, or that of the comment)
	 */
	tap(
		url: string,
		tapped: { to: string; title: string },
		options?: DeliveryOptions,
	): Promise<Delivered>;
	/** Waits for the echoes on their way to the mirror. */
	echoesSettled(): Promise<void>;
	/** Stops it, breaking what is open. */
	close(): Promise<void>;
}

/** A path of its own, so that no call of one API is taken for one of the other. */
const OPEN_API = '/open-api';

/** Starts a fake InstantDM on loopback that holds to the documentation of InstantDM's two APIs. */
export async function startFakeInstantDm(
	options: FakeInstantDmOptions = {},
): Promise<FakeInstantDm> {
	const { port = 0, seed = {}, now = () => new Date(), ...settings } = options;
	const instantDm = new InstantDm(settings, seed, now);
	const app = express().disable('x-powered-by').disable('etag').set('env', 'test');
	app.use('/__control', control(instantDm));
	app.post('/api-webhook', endpoint(webhookApi, instantDm));
	app.use(OPEN_API, endpoint(openApi, instantDm));
	app.use((_req, res) => {
		res.status(404).json({ error: 'Not found' });
	});
	const server = createServer((req, res) => {
		app(req, res);
	})
		.on('connection', (socket) => {
			instantDm.connections += 1;
			socket.once('close', () => {
				instantDm.connections -= 1;
			});
		})
		.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	const url = `http://127.0.0.1:${address.port}`;
	return {
		url,
		openApiUrl: url + OPEN_API,
		get ledger() {
			return instantDm.ledger;
		},
		get instagram() {
			return instantDm.instagram;
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
		deliver: (...delivery) => instantDm.deliver(...delivery),
		announce: (...delivery) => instantDm.announce(...delivery),
		tap: (...tapped) => instantDm.tap(...tapped),
		echoesSettled: () => instantDm.echoesSettled(),
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
