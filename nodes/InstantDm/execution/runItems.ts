import type { Failure } from '../../shared/api/result';
import type { ReadParameter } from '../../shared/parameters/parameter';
import { valueIn } from '../fields/pickers/picker';
import { inOrder, type Work } from './inOrder';
import { inputFailure, notSent, unfinished, type Outcome } from './outcome';
import { recallItem, runItem, type Item, type Run } from './runItem';
import { nothingSent } from './sentMemory';

/** Runs all items and says what became of each, in input order. */
export async function runItems(run: Run): Promise<Outcome[]> {
	const { operation, options, stop } = run;
	const outcomes = new Map<number, Outcome>();
	const underWay = new Map<number, Item>();
	const indexes = Array.from({ length: run.items }, (_, index) => index);
	const places = new Map<number, number>();
	const counts = new Map<string, number>();
	let broken: Failure | null = null;

	async function handle(item: Item): Promise<void> {
		underWay.set(item.index, item);
		const outcome = await runItem(item, run);
		underWay.delete(item.index);
		outcomes.set(item.index, outcome);
		// What was in doubt before stays so; that ends nothing a second time.
		if (run.stopOnError && !outcome.ok && outcome.because !== 'memory') {
			stop.items(item.index, outcome.failure);
		}
	}

	function itemAt(index: number): Item {
		const read = run.read(index);
		const orderKey = orderKeyOf(operation.orderBy, read);
		return {
			index,
			place: placeOf(index, orderKey),
			orderKey,
			read,
			plan: [],
			record: nothingSent(),
		};
	}

	/** Items are first read in their order, so that this counts those before. */
	function placeOf(index: number, orderKey: string | null): number {
		const before = orderKey === null ? index : (counts.get(orderKey) ?? 0);
		const place = places.get(index) ?? before;
		if (orderKey !== null && !places.has(index)) counts.set(orderKey, before + 1);
		places.set(index, place);
		return place;
	}

	function* works(): Generator<Work> {
		for (const index of indexes) {
			const item = itemAt(index);
			yield { key: item.orderKey, run: () => handle(item) };
		}
	}

	async function recall(index: number): Promise<void> {
		const item = itemAt(index);
		underWay.set(index, item);
		const outcome = await recallItem(item, run, why());
		if (outcome.ok || outcome.because !== 'input') outcomes.set(index, outcome);
	}

	const why = () =>
		broken ?? stop.reason(false) ?? notSent('Not sent: the run ended early', null, true);

	const done = inOrder(works(), {
		workers: Math.min(options.concurrency, run.items),
		mayStart: () => stop.reason(false) === null,
		settle: () => run.clock.settle(),
	});
	await Promise.race([done, run.graceOver]).catch((error: unknown) => {
		broken = inputFailure(error).failure;
	});

	if (run.memory.isRetry) {
		const notBegun = indexes.filter((index) => !outcomes.has(index) && !underWay.has(index));
		const recalled = Promise.allSettled(notBegun.map(recall));
		await Promise.race([recalled, run.graceOver.then(() => run.clock.settle())]);
	}

	return indexes.map((index) => {
		const left = underWay.get(index);
		const outcome =
			outcomes.get(index) ?? unfinished('stop', left?.record.uncertain ?? why(), left);
		return run.caller.handBack(outcome);
	});
}

/**
 * Whom or what an item is for: spaces around an id, or a number for a string, make nobody else of
 * it. One that cannot be read is for the item's own plan to complain of.
 */
function orderKeyOf(orderBy: string | undefined, read: ReadParameter): string | null {
	if (orderBy === undefined) return null;
	try {
		const id = valueIn(read(orderBy));
		return typeof id === 'string' || typeof id === 'number' ? String(id).trim() : null;
	} catch {
		return null;
	}
}
