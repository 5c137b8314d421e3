import type { ApiRequest } from '../api/request';
import type { Account } from '../events/fromApi';
import { asText, type JsonObject } from '../json/exactJson';
import { toIso, toMoment } from '../json/time';

/** One thing of the account, as a list shows it. */
export interface Choice {
	/** What a person recognizes it by. */
	name: string;
	/** Its ID. */
	value: string;
	/** All of the text that the name begins with, for a search. */
	text?: string;
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

/** n8n's lists cut what is longer, counted in characters. */
const LONGEST_NAME = 45;

/** A text on one line; null where there is none. */
export function oneLine(text: string | null): string | null {
	const words = (text ?? '').replace(/\s+/g, ' ').trim();
	return words === '' ? null : words;
}

/** The first words of a text, on one line; null where there are none. */
export function firstWords(text: string | null): string | null {
	const words = oneLine(text);
	return words === null ? null : cut(words, LONGEST_NAME);
}

/** A name with `2026-09-21` in brackets after it, cut so that a list shows both. */
export function dated(name: string, time: JsonObject[string] | undefined): string {
	const day = toIso(toMoment(time))?.slice(0, 10);
	const end = day === undefined ? '' : ` (${day})`;
	return cut(name, LONGEST_NAME - end.length) + end;
}

function cut(text: string, most: number): string {
	const characters = Array.from(text);
	if (characters.length <= most) return text;
	return `${characters
		.slice(0, most - 1)
		.join('')
		.trimEnd()}…`;
}

/** A link for the list, where there is one. */
export function linkTo(permalink: JsonObject[string] | undefined): Pick<Choice, 'url'> {
	const url = asText(permalink);
	return url === null ? {} : { url };
}
