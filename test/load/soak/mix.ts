import { prepare, type Outgoing } from '../../support/fakeInstantDm/deliveries/deliver';
import {
	eventNames,
	eventNumber,
	type EventName,
} from '../../support/fakeInstantDm/deliveries/events';

/** One delivery of the soak. */
export interface Delivery {
	/** Its event and number: the same for a copy. */
	key: string;
	kind: 'first' | 'copy' | 'forged';
	outgoing: Outgoing;
}

/** Of twenty rounds through the events, those that bring copies and forgeries. */
const COPIES = [2, 7, 12, 17];
const FORGERIES = [3, 10, 18];
/** How many new events back a copy lies. */
const BACK = 15;

/**
 * Deliveries without end: all events in turn, of twenty 3 forged and 4 copies of an earlier
 * one. Numbers go on from call to call, so that no two events are the same.
 */
export class Mix {
	private number = 0;
	private readonly recent: Delivery[] = [];

	constructor(private readonly secret: string) {}

	/** The next ones, for as long as `isOn` says so, which is asked before each. */
	*next(isOn: () => boolean): Generator<Delivery, void> {
		while (isOn()) yield this.one();
	}

	private one(): Delivery {
		this.number += 1;
		const event = eventNames[this.number % eventNames.length] ?? 'comment';
		const round = Math.floor(this.number / eventNames.length) % 20;
		const earlier = this.recent[0];
		if (COPIES.includes(round) && earlier !== undefined) return { ...earlier, kind: 'copy' };
		if (FORGERIES.includes(round)) return this.make(event, 'forged', `${this.secret}?`);
		const first = this.make(event, 'first', this.secret);
		this.recent.push(first);
		if (this.recent.length > BACK) this.recent.shift();
		return first;
	}

	private make(event: EventName, kind: Delivery['kind'], secret: string): Delivery {
		const outgoing = prepare(event, eventNumber(event, this.number), { secret });
		return { key: keyOf(event, String(this.number)), kind, outgoing };
	}
}

/** What the ledger knows an event by: its name, and the number its sender's id ends with. */
export function keyOf(event: string, senderId: string): string {
	return `${event} ${Number(senderId.slice(-6))}`;
}
