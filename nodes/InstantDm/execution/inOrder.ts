/** A piece of work. */
export interface Work {
	/** Pieces with the same key are done one after the other, in order; null: for itself. */
	key: string | null;
	run(): Promise<void>;
}

interface How {
	/** So many pieces are done at the same time. */
	workers: number;
	/** Asked before each piece; once it says no, what is under way still finishes. */
	mayStart: () => boolean;
	/** Resolves when what has been started has got as far as it can for now. */
	settle: () => Promise<void>;
}

/**
 * Does the work in order: so many workers, each of which takes the next piece whose key is free.
 * They begin their pieces one at a time, and each lets the last one's call out of the machine
 * first: so the first call leaves before the second piece is even looked at, and answers that come
 * in a bunch do not make calls that leave in one. Pieces that follow others of their key are put aside,
 * so that a key with many of them keeps nobody else waiting.
 *
 * @param works read one by one, as workers are free
 * @throws what a piece threw, once all the others are done
 */
export async function inOrder(works: Iterable<Work>, how: How): Promise<void> {
	const unread = works[Symbol.iterator]();
	/** What follows the piece that is being worked on, by key. */
	const behind = new Map<string, Work[]>();
	const freed: Work[] = [];
	const errors: unknown[] = [];
	let lastBegun = Promise.resolve();

	/** The next piece whose key is free; null for one put aside, undefined when none is left. */
	function take(): Work | null | undefined {
		const first = freed.shift();
		if (first !== undefined) return first;
		const read = unread.next();
		if (read.done === true) return undefined;
		const { key } = read.value;
		const queue = key === null ? undefined : behind.get(key);
		if (queue !== undefined) {
			queue.push(read.value);
			return null;
		}
		if (key !== null) behind.set(key, []);
		return read.value;
	}

	function free(key: string): void {
		const following = behind.get(key)?.shift();
		if (following === undefined) behind.delete(key);
		else freed.push(following);
	}

	async function run(work: Work): Promise<void> {
		await work.run().catch((error: unknown) => errors.push(error));
		if (work.key !== null) free(work.key);
	}

	function begin(): { done: Promise<void> } | null {
		const work = how.mayStart() ? take() : undefined;
		if (work === undefined) return null;
		return { done: work === null ? Promise.resolve() : run(work) };
	}

	/** Ends when it finds nothing: the worker that frees a key takes the next piece of it. */
	async function worker(): Promise<void> {
		for (;;) {
			const beginning = lastBegun.then(begin);
			lastBegun = beginning.then(how.settle, how.settle);
			const begun = await beginning;
			if (begun === null) return;
			await begun.done;
		}
	}

	const workers = Array.from({ length: how.workers }, worker);
	for (const ended of workers) await ended.catch((error: unknown) => errors.push(error));
	const [error] = errors;
	if (error instanceof Error) throw error;
	if (error !== undefined) throw new Error('A piece of work failed', { cause: error });
}
