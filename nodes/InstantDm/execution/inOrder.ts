interface Lane {
	items: number[];
	done: number;
}

function lanesOf(addressees: (string | null)[]): Lane[] {
	const lanes: Lane[] = [];
	const byAddressee = new Map<string | null, Lane>();
	for (const [item, addressee] of addressees.entries()) {
		const known = addressee === null ? undefined : byAddressee.get(addressee);
		if (known) {
			known.items.push(item);
			continue;
		}
		const lane = { items: [item], done: 0 };
		lanes.push(lane);
		byAddressee.set(addressee, lane);
	}
	return lanes;
}

/**
 * Handles items by index: those of one addressee one after the other in input order, different
 * addressees beside each other, at most `concurrency` at once. Whoever became free first is next,
 * so an addressee with many items keeps nobody else waiting.
 *
 * @param addressees for each item whom it is for; null: for nobody in particular
 * @param handle must not reject
 * @param mayStart asked before each item; once it says no, what is under way still finishes
 */
export async function inLanes(
	addressees: (string | null)[],
	concurrency: number,
	handle: (item: number) => Promise<void>,
	mayStart: () => boolean,
): Promise<void> {
	const ready = lanesOf(addressees);
	let taken = 0;

	async function work(): Promise<void> {
		for (let lane = ready[taken]; lane && mayStart(); lane = ready[taken]) {
			taken += 1;
			const item = lane.items[lane.done];
			// This lane is done.
			if (item === undefined) continue;
			await handle(item);
			lane.done += 1;
			ready.push(lane);
		}
	}

	const workers = Math.min(concurrency, ready.length);
	await Promise.all(Array.from({ length: workers }, work));
}
