import { isOwn, type Filter } from '../shared/filters/index';
import type { Received } from './receive';
import { ignored, type Refusal } from './responses';
import type { Settings } from './settings/settings';

/** Those of the events in a delivery that are to start the workflow, by the trigger's options. */
export function filterReceived(
	received: readonly Received[],
	{ ignoreOwnActivity }: Settings['options'],
	passes: Filter,
): Refusal | Received[] {
	const others = ignoreOwnActivity ? received.filter(({ item }) => !isOwn(item)) : received;
	if (others.length === 0) return ignored('own_activity');
	const wanted = others.filter(({ element, item }) => passes(item, element));
	return wanted.length > 0 ? wanted : ignored('filter');
}
