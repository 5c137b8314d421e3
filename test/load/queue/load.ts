import { prepare, sign, type Outgoing } from '../../support/fakeInstantDm/deliveries/deliver';
import { eventNumber } from '../../support/fakeInstantDm/deliveries/events';
import { toJson } from '../../support/fakeInstantDm/deliveries/jsonForms';

/** One delivery of a load: a comment under an id of its own, or a copy of an earlier one. */
export interface Delivery {
	commentId: string;
	kind: 'first' | 'copy' | 'forged';
	outgoing: Outgoing;
}

const FORGERIES = ['wrong secret', 'no signature', "another body's signature"] as const;

/**
 * Twenty deliveries: 13 comments, 3 forgeries, and 4 copies of the comment that many comments
 * before, from the one that is still open to one long answered.
 */
const PATTERN = [
	...['first', 'first', 0, 'first', 'forged', 'first', 'first', 4, 'first', 'first'],
	...['forged', 'first', 40, 'first', 'first', 'first', 'forged', 'first', 400, 'first'],
] as const;

/** Comment ids of a load start here; those of forgeries, FORGED higher. */
const FORGED = 50_000;

/**
 * @param length of the whole, copies and forgeries included; at most 50,000
 * @param round keeps the ids of several loads apart, from 0 to 8
 */
export function makeLoad(length: number, round: number, secret: string): Delivery[] {
	const start = round * 100_000 + 1;
	const firsts: Delivery[] = [];
	let forged = 0;
	return Array.from({ length }, (_, index): Delivery => {
		const step = PATTERN[index % PATTERN.length] ?? 'first';
		if (step === 'forged') {
			forged += 1;
			return forgery(start + FORGED + forged, secret);
		}
		const before = typeof step === 'number' ? (firsts.at(-1 - step) ?? firsts[0]) : undefined;
		if (before !== undefined) return { ...before, kind: 'copy' };
		const first = genuine(start + firsts.length, secret);
		firsts.push(first);
		return first;
	});
}

/** The id of a load's comment, or of a forged one, as it stands in what n8n stores. */
export const commentIdOf = (number: number): string => `17890${String(number).padStart(6, '0')}`;

function genuine(number: number, secret: string): Delivery {
	const outgoing = prepare('comment', eventNumber('comment', number), { secret });
	return { commentId: commentIdOf(number), kind: 'first', outgoing };
}

function forgery(number: number, secret: string): Delivery {
	const payload = eventNumber('comment', number);
	const outgoing = {
		'wrong secret': () => prepare('comment', payload, { secret: `${secret}?` }),
		'no signature': () => prepare('comment', payload),
		"another body's signature": () => {
			const stolen = sign(toJson(eventNumber('comment', 0), 'jsonDumps'), secret);
			return prepare('comment', payload, { headers: { 'X-Webhook-Signature': stolen } });
		},
	}[FORGERIES[number % FORGERIES.length] ?? 'no signature']();
	return { commentId: commentIdOf(number), kind: 'forged', outgoing };
}
