import type { Item } from '../shared/events/index';
import { isOwn, type Filter } from '../shared/filters/index';
import { earliestOf, type Received } from './receive';
import { filteredOut, ignored, rejected, type Refusal } from './responses';
import type { Settings } from './settings/settings';

/**
 * Those of the events in a delivery that are to start the workflow, by the trigger's options. Where
 * none is, the sender is told which filter held the first one back.
 * @param now milliseconds since 1970
 */
export function filterReceived(
	received: readonly Received[],
	{ events, options }: Settings,
	filter: Filter,
	now: number,
): Refusal | Received[] {
	const selected = received.filter(({ item }) => events.includes(item.event));
	if (selected.length === 0) return ignored('event');
	const earliest = earliestOf(options, now);
	const recent = selected.filter(({ item }) => happenedSince(item, earliest));
	if (recent.length === 0) return rejected('too_old');
	const others = options.ignoreOwnActivity ? recent.filter(({ item }) => !isOwn(item)) : recent;
	const judged = others.map((one) => ({ one, heldBackBy: filter(one.item, one.element) }));
	const [first] = judged;
	if (!first) return ignored('own_activity');
	const wanted = judged.filter(({ heldBackBy }) => heldBackBy === null);
	if (wanted.length > 0 || first.heldBackBy === null) return wanted.map(({ one }) => one);
	return filteredOut(first.heldBackBy);
}

/** The time in the body is signed, which X-Timestamp is not; what carries none passes. */
function happenedSince({ occurredAt }: Item, earliest: number): boolean {
	return occurredAt === null || Date.parse(occurredAt) >= earliest;
}
