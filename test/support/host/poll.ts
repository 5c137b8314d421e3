import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 * @param what in words, for the error ("n8n is ready")
 * @param ask undefined means: not yet; what it throws ends the wait
 * @param limits in milliseconds
 * @throws Error when the time is over
 */
export async function poll<T>(
	what: string,
	ask: () => Promise<T | undefined>,
	{ timeout = 120_000, every = 100 } = {},
): Promise<T> {
	const end = performance.now() + timeout;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (performance.now() > end) throw new Error(`Waited ${timeout / 1000} s in vain: ${what}`);
		await wait(every);
	}
}
