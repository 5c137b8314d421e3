import { groupBy, omit, sortBy } from 'lodash';

import type { ApiRequest } from '../../../../nodes/shared/api/request';
import { FailedCall } from '../../../../nodes/shared/api/failedCall';
import type { JsonObject } from '../../../../nodes/shared/json/exactJson';

const OWN = { id: '17841432111391196', username: 'our_shop' };

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
	/** Whose account it is. */
	owner = { ...OWN };
	/** How each call about a post or a conversation is refused, by its id. */
	readonly refused = new Map<string, Refusal>();
	/** How many more calls are answered, and what the others get. */
	allowed = { calls: Infinity, then: 'limit' as Refusal };
	/** Paths that answer with an empty list. */
	readonly empty = new Set<string>();
	/** Whether an answer about the account has no `data`. */
	isSilent = false;
	/** Whether cursors of pages that were given out are refused from now on. */
	forgetsCursors: Refusal | null = null;
	/** Whether the replies in a comment say who wrote them. */
	namesRepliers = true;
	/** Whether conversations carry their messages, with links that change, instead of a snippet. */
	listsMessages = false;
	/** Whether posts carry `comments_count`. */
	tellsCounts = true;
	/** How many comments more than a list holds its post says that it has. */
	readonly unlisted = new Map<string, number>();
	/** What happens just before a call is answered. */
	beforeCall: (path: string) => void = () => undefined;

	constructor(readonly manner: Manner) {}

	readonly call = (request: ApiRequest): Promise<JsonObject> => {
		this.calls.push(request.path);
		this.beforeCall(request.path);
		try {
			return Promise.resolve(this.answer(request));
		} catch (error) {
			return Promise.reject(error instanceof Error ? error : new Error(String(error)));
		}
	};

	private answer({ path, query = {} }: ApiRequest): JsonObject {
		if (this.allowed.calls-- <= 0) throw failure(this.allowed.then);
		const refusal = this.refused.get(query.post_id ?? query.conversation_id ?? '');
		if (refusal) throw failure(refusal);
		const { after } = query;
		if (after !== undefined && this.forgetsCursors) throw failure(this.forgetsCursors);
		if (this.empty.has(path)) return { code: 200, data: [] };
		switch (path) {
			case '/account_details': {
				const data = { ig_user_id: this.owner.id, ig_username: this.owner.username };
				return { code: 200, ...(!this.isSilent && { data }) };
			}
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
		if (after !== undefined && at === -1) throw failure('404');
		const data = all.slice(at + 1, at + 1 + this.manner.pageSize);
		const isLast = at + 1 + data.length >= all.length;
		const page = { data, paging: isLast ? {} : { cursors: { after: data.at(-1)?.id ?? null } } };
		return { code: 200, ...(under === undefined ? page : { [under]: page }) };
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
		const counted = this.comments.filter(
			({ postId, parentId }) => postId === post && (countsReplies || parentId === undefined),
		);
		return counted.length + (this.unlisted.get(post) ?? 0);
	}

	private listComments(post: string): JsonObject[] {
		const onPost = this.comments.filter(({ postId }) => postId === post);
		const top = onPost.filter(({ parentId }) => parentId === undefined);
		return this.inOrder(top).map((comment) => ({
			...this.commentElement(comment),
			replies: {
				data: onPost
					.filter(({ parentId }) => parentId === comment.id)
					.map((reply) =>
						this.namesRepliers
							? this.commentElement(reply)
							: omit(this.commentElement(reply), 'from', 'username'),
					),
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
				participants: { data: [this.owner, this.who(personId)] },
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
				const person = this.who(personId);
				return {
					id,
					created_time: time(at),
					from: isOwn ? this.owner : person,
					to: { data: [isOwn ? person : this.owner] },
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

	private commentElement({ id, personId, parentId, text, at }: Comment): JsonObject {
		const { username } = this.who(personId);
		return {
			id,
			text,
			timestamp: time(at),
			username,
			from: { id: personId, username },
			...(parentId !== undefined && { parent_id: parentId }),
		};
	}

	private who(id: string) {
		return id === this.owner.id ? this.owner : { id, username: `person_${id}` };
	}
}

/** Refused alone, refused by what is no longer there, a rate limit, or no answer at all. */
export type Refusal = '500' | '404' | '403' | 'limit' | 'outage';

const SCOPES = {
	'500': 'item',
	'404': 'item',
	'403': 'run',
	limit: 'limit',
	outage: 'item',
} as const;
const CODES = { '500': '500', '404': '404', '403': '403', limit: '429', outage: null } as const;

function failure(refusal: Refusal): FailedCall {
	return new FailedCall(
		{
			title: `failed with ${refusal}`,
			advice: null,
			details: null,
			httpCode: CODES[refusal],
			retryable: true,
			retryAt: null,
			delivery: 'notSent',
			instagram: null,
		},
		SCOPES[refusal],
	);
}
