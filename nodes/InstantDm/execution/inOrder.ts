/** A piece of work, in two steps. */
export interface Work {
	/** Pieces with the same key are done one after the other, in order; null: for itself. */
	key: string | null;
	/** Works out what there is to do, while earlier pieces wait for their responses. */
	prepare(): () => Promise<void>;
}

interface How {
	/** How many are done at once, and as many again are prepared. */
	concurrency: number;
	/** Asked before each step; once it says no, what is under way still finishes. */
	mayStart: () => boolean;
	/** Resolves when a piece that was started has got as far as it can for now. */
	settle: () => Promise<void>;
}

/**
 * Does the work in order, several pieces at once. One step follows the other, and each lets the
 * last one get out of the machine first: so the first call leaves before the second piece is even
 * looked at, and answers that come in a bunch do not make calls that leave in one. Pieces behind
 * others of their key are put aside, so that a key with many of them keeps nobody else waiting.
 *
 * @param works read one by one, as they are needed; what they prepare must not reject
 */
export async function inOrder(works: Iterable<Work>, how: How): Promise<void> {
	const unread = works[Symbol.iterator]();
	/** What is behind another piece of its key, for each key that is being worked on. */
	const behind = new Map<string, Work[]>();
	const next: Work[] = [];
	const prepared: { key: string | null; run: () => Promise<void> }[] = [];
	const running = new Set<Promise<void>>();
	let wake: () => void = () => undefined;

	/** Prepares a piece or puts it aside; false when there is none left. */
	function take(): boolean {
		let work = next.shift();
		if (work === undefined) {
			const read = unread.next();
			if (read.done === true) return false;
			work = read.value;
			if (work.key !== null) {
				const queue = behind.get(work.key);
				if (queue !== undefined) {
					queue.push(work);
					return true;
				}
				behind.set(work.key, []);
			}
		}
		prepared.push({ key: work.key, run: work.prepare() });
		return true;
	}

	function start({ key, run }: (typeof prepared)[number]): void {
		const done = run().then(() => {
			running.delete(done);
			if (key !== null) {
				const following = behind.get(key)?.shift();
				if (following) next.push(following);
				else behind.delete(key);
			}
			wake();
		});
		running.add(done);
	}

	const aSlot = () => new Promise<void>((resolve) => (wake = resolve));

	while (how.mayStart()) {
		const isFree = running.size < how.concurrency;
		const mayTake = prepared.length === 0 || (!isFree && prepared.length < how.concurrency);
		const hasTaken = mayTake && take();
		const first = isFree ? prepared.shift() : undefined;
		if (first) {
			start(first);
			await how.settle();
		} else if (hasTaken) await Promise.race([how.settle(), aSlot()]);
		else if (running.size > 0) await aSlot();
		else break;
	}
	await Promise.all(running);
}
