import { setTimeout as wait } from 'node:timers/promises';

import type { Outgoing } from '../../support/fakeInstantDm/deliveries/deliver';
import { SERVED_BY } from './nginx';

/** One request of the sender's and what came back. */
export interface Attempt<D> {
	delivery: D;
	/** Null where nothing came back. */
	status: number | null;
	answer: string;
	/** The process behind the proxy that was asked last; null where nobody knows. */
	server: string | null;
	/** From the request to the whole answer. */
	milliseconds: number;
}

const TIME_LIMIT = 60_000;
const MOST_ATTEMPTS = 60;
const BETWEEN_ATTEMPTS = 1000;

/**
 * Sends deliveries as InstantDM would: what is not answered, or with 5xx, goes out again a second
 * later, the same bytes under the same headers, until it is taken.
 * @param source handed out to the senders in order; it may wait between two
 * @param senders how many deliveries are on their way at once
 * @param nameOf a name for the process that serves an `address:port` now
 */
export async function sendAll<D extends { outgoing: Outgoing }>(
	url: string,
	source: AsyncGenerator<D, void> | IterableIterator<D>,
	senders: number,
	nameOf = (address: string) => address,
): Promise<Attempt<D>[]> {
	const attempts: Attempt<D>[] = [];
	const sender = async () => {
		for await (const delivery of source) {
			for (let tried = 1; tried <= MOST_ATTEMPTS; tried += 1) {
				const attempt = await send(url, delivery, nameOf);
				attempts.push(attempt);
				if (attempt.status !== null && attempt.status < 500) break;
				await wait(BETWEEN_ATTEMPTS);
			}
		}
	};
	await Promise.all(Array.from({ length: senders }, sender));
	return attempts;
}

async function send<D extends { outgoing: Outgoing }>(
	url: string,
	delivery: D,
	nameOf: (address: string) => string,
): Promise<Attempt<D>> {
	const { headers, body } = delivery.outgoing;
	const start = performance.now();
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers,
			body: new Uint8Array(body),
			signal: AbortSignal.timeout(TIME_LIMIT),
		});
		const answer = await response.text();
		const milliseconds = performance.now() - start;
		// The proxy lists the servers it tried.
		const address = response.headers.get(SERVED_BY)?.split(', ').at(-1);
		const server = address === undefined ? null : nameOf(address);
		return { delivery, status: response.status, answer, server, milliseconds };
	} catch (error) {
		const milliseconds = performance.now() - start;
		return { delivery, status: null, answer: String(error), server: null, milliseconds };
	}
}
