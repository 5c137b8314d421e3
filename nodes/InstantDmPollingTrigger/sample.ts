import { compact, maxBy, sortBy } from 'lodash';

import { commentsOn, conversations, messagesIn, posts } from '../shared/api/routes';
import { commentElements, messageElement, type Account } from '../shared/events/fromApi';
import { InputError } from '../shared/parameters/inputError';
import { readAccount } from './account';
import { conversationsIn, postsIn } from './listed';
import { isWanted, type Task } from './look';
import { isNewestFirst, oldestFirst, threadOf, timesOf, type Found, type Thread } from './news';
import { Reader } from './reader';

/** Among how many posts and conversations a sample is looked for. */
const MOST_POSTS = 10;
const MOST_CONVERSATIONS = 5;
/** How many pages, where a list does not begin with the newest. */
const MOST_PAGES = 20;
const MOST_CALLS = 100;

type IsWelcome = (found: Found) => boolean;

/**
 * For a person who builds a workflow: the newest comment and the newest message.
 * @param isWelcome whether it would start the workflow
 * @throws FailedCall, and InputError where no chosen post is checked
 */
export async function sample(task: Task, isWelcome: IsWelcome): Promise<Found[]> {
	const reader = new Reader(task.call, MOST_CALLS);
	const { account } = await readAccount(reader, task.access, null);
	const { events } = task.settings;
	const comment = events.includes('comment')
		? await newestComment(reader, task, account, isWelcome)
		: undefined;
	const message = events.includes('dm_received')
		? await newestMessage(reader, account, isWelcome)
		: undefined;
	return oldestFirst(compact([comment, message]));
}

async function newestComment(
	reader: Reader,
	{ settings }: Task,
	account: Account,
	isWelcome: IsWelcome,
): Promise<Found | undefined> {
	const listed = postsIn(await reader.list(posts(settings.options.maxPosts)));
	const wanted = listed.filter(({ id }) => isWanted(settings)(id));
	if (wanted.length === 0 && listed.length > 0) {
		throw new InputError(
			'None of the chosen posts is among those that are checked',
			`increase 'Maximum Posts', since only your ${listed.length} newest posts are checked`,
		);
	}
	const commented = wanted.filter(({ count }) => count !== 0);
	const found: Found[] = [];
	for (const post of commented.slice(0, MOST_POSTS)) {
		const { entries } = await reader.pages(
			commentsOn(post.id, Infinity),
			(elements) => elements.map((one) => threadOf(commentElements(one, account, post))),
			untilNewest,
		);
		found.push(...entries.flat());
	}
	return maxBy(found.filter(isWelcome), timeOf);
}

async function newestMessage(
	reader: Reader,
	account: Account,
	isWelcome: IsWelcome,
): Promise<Found | undefined> {
	const page = await reader.page(conversations(Infinity), null);
	const listed = sortBy(conversationsIn(page?.elements ?? []), ({ updated }) => -(updated ?? 0));
	for (const { id } of listed.slice(0, MOST_CONVERSATIONS)) {
		const { entries } = await reader.pages(
			messagesIn(id, Infinity),
			(elements) => elements.map((one) => threadOf([messageElement(one, account)])),
			untilNewest,
		);
		const newest = maxBy(entries.flat().filter(isWelcome), timeOf);
		if (newest) return newest;
	}
	return undefined;
}

const untilNewest = {
	isEnough: (threads: readonly Thread[]) => isNewestFirst(timesOf(threads)),
	most: MOST_PAGES,
};

const timeOf = ({ time }: Found) => time ?? 0;
