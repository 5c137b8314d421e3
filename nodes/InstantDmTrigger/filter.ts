import { isOwn, type Filter } from '../shared/filters/index';
import type { Received } from './receive';
import { filteredOut, ignored, type Refusal } from './responses';
import type { Settings } from './settings/settings';

/**
 * Those of the events in a delivery that are to start the workflow, by the trigger's options. Where
 * none is, the sender is told which filter held the first one back.
 */
export function filterReceived(
	received: readonly Received[],
	{ ignoreOwnActivity }: Settings['options'],
	filter: Filter,
): Refusal | Received[] {
	const others = ignoreOwnActivity ? received.filter(({ item }) => !isOwn(item)) : received;
	const judged = others.map((one) => ({ one, heldBackBy: filter(one.item, one.element) }));
	const [first] = judged;
	if (!first) return ignored('own_activity');
	const wanted = judged.filter(({ heldBackBy }) => heldBackBy === null);
	if (wanted.length > 0 || first.heldBackBy === null) return wanted.map(({ one }) => one);
	return filteredOut(first.heldBackBy);
}
