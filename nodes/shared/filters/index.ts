import type { Element } from '../events/elements';
import type { Item } from '../events/index';
import { mediaIdsOf } from '../events/comment';
import { entries } from './entries';
import { plain } from './fold';
import { keywordMatcher } from './keywords';
import { regexMatcher } from './linearRegex/index';
import { wantedMedia, type FilterOptions } from './options';

/** Whether an element passes. */
export type Filter = (item: Item, element: Element) => boolean;

/**
 * The filters a person set in a trigger's options, as one. Each touches only the events it makes
 * sense for; an event it does not concern passes.
 * @throws SetupError for a regular expression that cannot be used
 */
export function filterOf(options: FilterOptions): Filter {
	const hasKeyword = textFilter(options);
	const { commentKind, messageKinds } = options;
	const media = wantedMedia(options);
	return (item, element) => {
		switch (item.event) {
			case 'comment':
				return (
					isOfKind(commentKind, item.isReply) &&
					(media.length === 0 ||
						mediaIdsOf(element).some((id) => id !== null && media.includes(id))) &&
					hasKeyword(item.text)
				);
			case 'dm_received':
				return messageKinds.includes(item.kind) && hasKeyword(item.text);
			default:
				return true;
		}
	};
}

/** Whether the account itself wrote it; flow events are always someone else's. */
export function isOwn(item: Item): boolean {
	return 'isOwn' in item && item.isOwn;
}

function isOfKind(kind: FilterOptions['commentKind'], isReply: boolean): boolean {
	return kind === 'all' || isReply === (kind === 'replies');
}

/** With keywords set, what carries no text does not pass. */
function textFilter({ keywords, keywordMatch }: FilterOptions) {
	const lines = entries(keywords, keywordMatch === 'regex' ? /\r?\n/ : /[,\r\n]/);
	if (lines.length === 0) return () => true;
	const matches =
		keywordMatch === 'regex' ? patternMatcher(lines) : keywordMatcher(lines, keywordMatch);
	return (text: string | null) => text !== null && matches(text);
}

/** A pattern may match the text as it came, or the same with plain apostrophes and quotation marks. */
function patternMatcher(patterns: readonly string[]) {
	const matches = regexMatcher(patterns.map(plain));
	return (text: string) => matches(text) || (plain(text) !== text && matches(plain(text)));
}
