import type { InstagramError } from '../result';
import type { ErrorBody } from './errorBody';
import { INSTAGRAM_ERRORS, INSTAGRAM_ERRORS_OF_OPEN_API, throttled } from './instagramErrors';
import {
	named,
	ofSeveralSteps,
	quoting,
	refused,
	sentBy,
	tryLater,
	uncertain,
	type Asked,
	type Meaning,
} from './meaning';

type Said = Pick<ErrorBody, 'words' | 'isTransient'>;

/**
 * Whether it was done although Instagram reports an error: 1/1357046 after every message (Meta,
 * "Error Codes"), 20/1772107 after a comment.
 */
export function reportsSent({ code, subcode }: InstagramError, asked: Asked): boolean {
	const sent = sentBy(asked);
	const isSent = sent !== 'post' && code === 1 && subcode === 1357046;
	return (
		!asked.repeatable && (isSent || (sent === 'comment' && code === 20 && subcode === 1772107))
	);
}

/**
 * What an error of Instagram's means.
 * @param status of the response; 4xx was not done, and 429 is a limit whatever the code
 * @param said with Instagram's words, fit to be shown; told where the code is not listed
 */
export function meaningOf(
	error: InstagramError,
	status: number,
	said: Said,
	asked: Asked,
): Meaning {
	const meaning = ofError(error, status, said, asked);
	const isInDoubt = meaning.scope === 'limit' && sentBy(asked) === 'flow';
	// A flow may send several messages, and reach the limit after the first.
	return isInDoubt ? { ...uncertain(asked, meaning.title), scope: 'limit' } : meaning;
}

function ofError(
	error: InstagramError,
	status: number,
	{ words, isTransient }: Said,
	asked: Asked,
): Meaning {
	const meaning = listed(error, asked);
	if (meaning === undefined) return unlisted(error, status, { words, isTransient }, asked);
	const title = 'Instagram had a temporary problem';
	const isTrouble = meaning.delivery === 'unknown';
	if (asked.repeatable && (isTrouble || (isTransient && meaning.scope === 'item'))) {
		return tryLater(title);
	}
	const sent = sentBy(asked);
	if (sent === 'post') return ofSeveralSteps(isTrouble ? tryLater(title, PUBLISH_AGAIN) : meaning);
	return isTrouble && sent !== 'message' ? uncertain(asked, title) : naming(meaning, asked);
}

const PUBLISH_AGAIN = 'publish it again';

/** The most particular meaning known. */
function listed({ code, subcode }: InstagramError, { api }: Asked): Meaning | undefined {
	const tables = [...(api === 'open' ? [INSTAGRAM_ERRORS_OF_OPEN_API] : []), INSTAGRAM_ERRORS];
	const keys = [`${String(code)}/${String(subcode)}`, String(code)];
	return keys.flatMap((key) => tables.flatMap((table) => table[key] ?? []))[0];
}

function unlisted(
	{ code }: InstagramError,
	status: number,
	{ words, isTransient }: Said,
	asked: Asked,
): Meaning {
	const refusal = `Instagram refused this (code ${String(code)})`;
	const quoted = (meaning: Meaning) => quoting(meaning, 'Instagram', words);
	if (sentBy(asked) === 'post') {
		return quoted(ofSeveralSteps(status === 429 ? throttled : refused(refusal, PUBLISH_AGAIN)));
	}
	if (status === 429) return throttled;
	if (status < 300 || status >= 500) {
		return quoted(uncertain(asked, `Instagram reported an error (code ${String(code)})`));
	}
	if (isTransient && asked.repeatable) return quoted(tryLater(refusal));
	const advice = status === 401 ? 'reconnect the account in InstantDM' : '';
	return quoted(refused(refusal, words === null && advice === '' ? 'it gave no reason' : advice));
}

/** With the fields that the IDs are in, where the request knows them. */
function naming({ title, advice, ...meaning }: Meaning, { about }: Asked): Meaning {
	if (about === undefined) return { title, advice, ...meaning };
	return {
		...meaning,
		title: about.length === 1 ? title.replace('this ID', `this ${about.join()}`) : title,
		advice: advice.replace('the ID', named(about)),
	};
}

/**
 * The error of Instagram's that plain words mean: Meta begins its messages with the code,
 * `(#10) …`, and InstantDM may hand on the message alone, or the whole error as Python prints it.
 * @param find where the words, as they came, have a pattern of their own
 */
export function errorInWords(
	find: (pattern: RegExp) => RegExpMatchArray | undefined,
): Pick<InstagramError, 'code' | 'subcode'> | null {
	if (find(/outside (?:of )?(?:the )?allowed window/)) return { code: 10, subcode: 2534022 };
	if (find(/error validating access token|invalid OAuth access token/)) {
		return { code: 190, subcode: null };
	}
	const isPrinted = find(/'(?:error_subcode|fbtrace_id)': |Exception'/) !== undefined;
	const printed = (key: string) =>
		isPrinted ? find(new RegExp(`'${key}': (-?\\d{1,7})\\b`)) : null;
	const [, code] = printed('code') ?? find(/\(#(-?\d{1,7})\)/) ?? [];
	const [, subcode] = printed('error_subcode') ?? [];
	if (code === undefined) return null;
	return { code: Number(code), subcode: subcode === undefined ? null : Number(subcode) };
}
