import type { ApiRequest } from '../api/request';
import type { Account } from '../events/fromApi';
import { asText, type JsonObject } from '../json/exactJson';
import { toIso, toMoment } from '../json/time';

/** One thing of the account, as a list shows it. */
export interface Choice {
	/** What a person recognises it by. */
	name: string;
	/** Its ID. */
	value: string;
	/** Where to look at it. */
	url?: string;
}

/** A list to choose from: where its elements come from and how each is shown. */
export interface ChoiceList {
	request: ApiRequest;
	/** @returns null for an element that cannot be chosen, since it has no ID */
	toChoice: (element: JsonObject, account: Account) => Choice | null;
	/** Whether the account itself must be known to show its elements. */
	needsAccount?: boolean;
}

const LONGEST_WORDS = 60;

/** The first words of a text, on one line; null where there are none. */
export function firstWords(text: string | null): string | null {
	const words = (text ?? '').replace(/\s+/g, ' ').trim();
	const characters = Array.from(words);
	if (characters.length <= LONGEST_WORDS) return words === '' ? null : words;
	return `${characters.slice(0, LONGEST_WORDS).join('').trimEnd()}…`;
}

/** `2026-09-21`, or nothing, in brackets after a name. */
export function dated(name: string, time: JsonObject[string] | undefined): string {
	const day = toIso(toMoment(time))?.slice(0, 10);
	return day === undefined ? name : `${name} (${day})`;
}

/** A link for the list, where there is one. */
export function linkTo(permalink: JsonObject[string] | undefined): Pick<Choice, 'url'> {
	const url = asText(permalink);
	return url === null ? {} : { url };
}
