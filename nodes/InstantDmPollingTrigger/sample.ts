import { difference, map, maxBy, sortBy } from 'lodash';

import type { FailedCall } from '../shared/api/failedCall';
import type { Account } from '../shared/events/fromApi';
import { askAccount, Calls, isRefusal, readPages } from './calls';
import { unlisted } from './list';
import type { Task } from './news';
import { commentsSource, messagesSource, type Listed, type Source } from './sources';
import {
	isNewestFirst,
	oldestFirst,
	threadOf,
	timesOf,
	type NewItem,
	type Thread,
} from './threads';

/** How many calls a manual run makes. */
const MOST_CALLS = 20;
/** Among how many conversations and posts the newest message and comment are looked for. */
const MOST_CONVERSATIONS = 5;
const MOST_POSTS = 10;

type IsWelcome = (found: NewItem) => boolean;

/**
 * For a person who builds a workflow: the newest comment and the newest message.
 * @param isWelcome whether it would start the workflow
 * @throws FailedCall where a call failed and nothing was found
 */
export async function sample(task: Task, isWelcome: IsWelcome): Promise<NewItem[]> {
	const { events, options } = task.settings;
	const calls = new Calls(task, MOST_CALLS);
	const account = await askAccount(calls);
	const found: NewItem[] = [];
	const failures: FailedCall[] = [];
	// Messages take few calls, and comments those that are left.
	for (const source of [messagesSource, commentsSource(options)]) {
		if (!events.includes(source === messagesSource ? 'dm_received' : 'comment')) continue;
		const { newest, failure } = await newestOf(source, calls, account, isWelcome);
		if (newest) found.push(newest);
		if (failure) failures.push(failure);
	}
	const [failure] = failures;
	if (failure && found.length === 0) throw failure;
	return oldestFirst(found);
}

/** The newest thing in the entries of a list, and a call that failed on the way. */
async function newestOf(
	source: Source,
	calls: Calls,
	account: Account,
	isWelcome: IsWelcome,
): Promise<{ newest: NewItem | undefined; failure: FailedCall | null }> {
	const listing = await readPages(calls, source.request, {
		from: null,
		partsIn: source.listedIn,
		isEnough: (listed) => listed.length >= source.mostListed,
		most: source.hasChangedFirst ? 1 : 2,
	});
	let { failure } = listing;
	const found: NewItem[] = [];
	for (const entry of placesToLook(source, listing.parts)) {
		if (calls.areSpent || (failure && !isRefusal(failure))) break;
		const reading = await readPages(calls, source.contents(entry.id), {
			from: null,
			partsIn: (elements) =>
				elements.map((element) => threadOf(source.elementsIn(element, entry, account))),
			isEnough: (threads: readonly Thread[]) => isNewestFirst(timesOf(threads)),
			most: source.hasChangedFirst ? 1 : MOST_CALLS,
		});
		failure ??= reading.failure;
		found.push(...reading.parts.flat().filter(isWelcome));
		if (source.hasChangedFirst && found.length > 0) break;
	}
	return { newest: maxBy(found, ({ time }) => time ?? 0), failure };
}

function placesToLook(source: Source, listed: readonly Listed[]): Listed[] {
	if (source.hasChangedFirst) {
		return sortBy(listed, ({ time }) => -(time ?? 0)).slice(0, MOST_CONVERSATIONS);
	}
	const commented = listed.filter(({ id, count }) => source.isWanted(id) && count !== 0);
	const others = difference(source.chosen, map(listed, 'id')).map(unlisted);
	return [...commented, ...others].slice(0, MOST_POSTS);
}
