import { groupBy, sortBy } from 'lodash';

import type { ApiRequest } from '../../../../nodes/shared/api/request';
import { FailedCall } from '../../../../nodes/shared/api/failedCall';
import type { JsonObject } from '../../../../nodes/shared/json/exactJson';

export const OWN = { id: '17841432111391196', username: 'our_shop' };

export interface Post {
	id: string;
	at: number;
}

export interface Comment {
	id: string;
	postId: string;
	parentId?: string;
	personId: string;
	text: string;
	at: number;
}

export interface Message {
	id: string;
	personId: string;
	isOwn: boolean;
	text: string;
	at: number;
}

export type Order = 'newestFirst' | 'oldestFirst' | 'none';

export interface Manner {
	pageSize: number;
	order: Order;
	/** Meta's `comments_count` includes replies; whether InstantDM's does is not said. */
	countsReplies: boolean;
}

/** What Meta's Graph API prints. */
const time = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+0000`;

/**
 * An Instagram account behind the Open API, as far as polling reads it, in this process: for tests
 * that make many thousands of calls. A page's cursor is the id of the element before it, so it is
 * refused once that element is deleted.
 */
export class Account {
	posts: Post[] = [];
	comments: Comment[] = [];
	messages: Message[] = [];
	/** The paths that were called. */
	calls: string[] = [];
	/** After how many more calls one fails. */
	failsIn: number | null = null;
	owner = OWN;
	/** Whether conversations carry their messages, with links that change, instead of a snippet. */
	listsMessages = false;
	/** Whether posts carry `comments_count`. */
	tellsCounts = true;

	constructor(readonly manner: Manner) {}

	readonly call = async (request: ApiRequest): Promise<JsonObject> => {
		await Promise.resolve();
		return this.answer(request);
	};

	private answer({ path, query = {} }: ApiRequest): JsonObject {
		this.calls.push(path);
		if (this.failsIn !== null && this.failsIn-- === 0) {
			this.failsIn = null;
			throw failure('503');
		}
		const { after } = query;
		switch (path) {
			case '/account_details':
				return ok({ data: { ig_user_id: this.owner.id, ig_username: this.owner.username } });
			case '/ig_posts':
				return this.page(this.listPosts(), after, 'posts_lists');
			case '/ig_comments':
				return this.page(this.listComments(query.post_id ?? ''), after);
			case '/ig_conversations':
				return this.page(this.listConversations(), after);
			case '/ig_conversation_messages':
				return this.page(this.listMessages(query.conversation_id ?? ''), after);
			default:
				throw failure('404');
		}
	}

	private page(all: JsonObject[], after: string | undefined, under?: string): JsonObject {
		const at = after === undefined ? -1 : all.findIndex(({ id }) => id === after);
		if (after !== undefined && at === -1) throw failure('400');
		const data = all.slice(at + 1, at + 1 + this.manner.pageSize);
		const isLast = at + 1 + data.length >= all.length;
		const page = { data, paging: isLast ? {} : { cursors: { after: data.at(-1)?.id ?? null } } };
		return ok(under === undefined ? page : { [under]: page });
	}

	private listPosts(): JsonObject[] {
		return sortBy(this.posts, ({ at }) => -at).map(({ id, at }) => ({
			id,
			timestamp: time(at),
			media_product_type: 'FEED',
			...(this.tellsCounts && { comments_count: this.countOf(id) }),
		}));
	}

	private countOf(post: string): number {
		const { countsReplies } = this.manner;
		return this.comments.filter(
			({ postId, parentId }) => postId === post && (countsReplies || parentId === undefined),
		).length;
	}

	private listComments(post: string): JsonObject[] {
		const onPost = this.comments.filter(({ postId }) => postId === post);
		const top = onPost.filter(({ parentId }) => parentId === undefined);
		return this.inOrder(top).map((comment) => ({
			...commentElement(comment),
			replies: {
				data: onPost.filter(({ parentId }) => parentId === comment.id).map(commentElement),
			},
		}));
	}

	private listConversations(): JsonObject[] {
		const conversations = Object.entries(groupBy(this.messages, ({ personId }) => personId));
		const all = conversations.map(([personId, messages]) => {
			const last = sortBy(messages, ({ at }) => at).at(-1);
			return {
				id: `conversation-${personId}`,
				updated_time: time(last?.at ?? 0),
				participants: { data: [OWN, { id: personId, username: `person_${personId}` }] },
				unread_count: messages.filter(({ isOwn }) => !isOwn).length,
				...(this.listsMessages
					? { messages: this.linked(messages) }
					: { snippet: last?.text ?? '' }),
			};
		});
		return sortBy(all, ({ updated_time }) => updated_time).reverse();
	}

	private linked(messages: Message[]): JsonObject {
		return { data: messages.map(({ id }) => ({ id, link: String(this.calls.length) })) };
	}

	private listMessages(conversation: string): JsonObject[] {
		const all = this.messages.filter(({ personId }) => conversation === `conversation-${personId}`);
		return sortBy(all, ({ at }) => at)
			.reverse()
			.map(({ id, personId, isOwn, text, at }) => {
				const person = { id: personId, username: `person_${personId}` };
				return {
					id,
					created_time: time(at),
					from: isOwn ? OWN : person,
					to: { data: [isOwn ? person : OWN] },
					message: text,
				};
			});
	}

	private inOrder(comments: Comment[]): Comment[] {
		const { order } = this.manner;
		if (order === 'none') return sortBy(comments, ({ id }) => id.split('').reverse().join(''));
		const sorted = sortBy(comments, ({ at }) => at);
		return order === 'newestFirst' ? sorted.reverse() : sorted;
	}
}

function commentElement({ id, personId, parentId, text, at }: Comment): JsonObject {
	const username = personId === OWN.id ? OWN.username : `person_${personId}`;
	return {
		id,
		text,
		timestamp: time(at),
		username,
		from: { id: personId, username },
		...(parentId !== undefined && { parent_id: parentId }),
	};
}

function ok(answer: JsonObject): JsonObject {
	return { code: 200, ...answer };
}

function failure(httpCode: string): FailedCall {
	return new FailedCall(
		{
			title: `failed with ${httpCode}`,
			advice: null,
			details: null,
			httpCode,
			retryable: true,
			retryAt: null,
			delivery: 'notSent',
			instagram: null,
		},
		'item',
	);
}
