import type { Element } from '../events/elements';
import type { Item } from '../events/index';
import { mediaIdsOf } from '../events/comment';
import { plain } from './fold';
import { keywordMatcher } from './keywords';
import { entries, wantedMedia, type FilterOptions } from './options';
import { regexMatcher } from './regex';

/** A filter, by the name of its option. */
export type FilterName = 'commentKind' | 'keywords' | 'mediaIds' | 'messageKinds' | 'posts';

/** The first filter that holds an element back; null where it passes all of them. */
export type Filter = (item: Item, element: Element) => FilterName | null;

/**
 * The filters a person set in a trigger's options, as one. Each touches only the events it makes
 * sense for; an event it does not concern passes.
 * @throws InputError for a regular expression that cannot be used
 */
export function filterOf(options: FilterOptions): Filter {
	const hasKeyword = textFilter(options);
	const { commentKind, messageKinds, mediaIds } = options;
	const media = wantedMedia(options);
	return (item, element) => {
		switch (item.event) {
			case 'comment':
				if (!isOfKind(commentKind, item.isReply)) return 'commentKind';
				if (!isOn(media, element)) return mediaIds.length > 0 ? 'mediaIds' : 'posts';
				return hasKeyword(item.text) ? null : 'keywords';
			case 'dm_received':
				if (!messageKinds.includes(item.kind)) return 'messageKinds';
				return hasKeyword(item.text) ? null : 'keywords';
			default:
				return null;
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

/** Without any media set, every comment is wanted. */
function isOn(media: readonly string[], element: Element): boolean {
	return media.length === 0 || mediaIdsOf(element).some((id) => id !== null && media.includes(id));
}

/** The commas and semicolons of the world's keyboards (Latin, Arabic, Chinese and Japanese). */
const BETWEEN_KEYWORDS = /[,،，、;；\r\n]/;

/** With keywords set, what carries no text does not pass. */
function textFilter({ keywords, keywordMatch }: FilterOptions) {
	const lines = entries(keywords, keywordMatch === 'regex' ? /\r?\n/ : BETWEEN_KEYWORDS);
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
