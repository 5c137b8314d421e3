import { range, remove, sortBy } from 'lodash';

import {
	readMemory,
	writeMemory,
	type Memory,
} from '../../../../nodes/InstantDmPollingTrigger/memory';
import { findNews } from '../../../../nodes/InstantDmPollingTrigger/news';
import { readSettings } from '../../../../nodes/InstantDmPollingTrigger/settings';
import { readAccess } from '../../../../nodes/shared/api/credential';
import type { ApiRequest } from '../../../../nodes/shared/api/request';
import type { Account, Comment, Post, Refusal } from './account';

const START = Date.UTC(2026, 9, 1);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The trigger as n8n runs it: with the cursor in memory, and the one that outlives a restart. */
export class Trigger {
	/** The ids of what each poll brought. */
	readonly polls: string[][] = [];
	/** Those of the account's own among them. */
	readonly own: string[] = [];
	/** What the last poll warned about. */
	warnings: string[] = [];
	/** What the last poll failed with. */
	error: unknown = null;
	events = ['comment', 'dm_received'];
	apiKey = 'sk-test';
	/** Whether InstantDM's answers say what time it is. */
	tellsTime = true;
	/** How far n8n's clock is ahead of Instagram's. */
	aheadMs = 0;
	/** How many calls a poll has time for. */
	hasTimeFor = Infinity;
	private cursor: unknown = null;
	private saved: unknown = null;

	constructor(
		private readonly account: Account,
		public options: object = {},
	) {}

	/** @returns how many calls it took; null where it failed */
	async poll(now: number): Promise<number | null> {
		const { account, apiKey, events, options } = this;
		const before = account.calls.length;
		const task = {
			// InstantDM's Date counts in seconds, as Instagram's times do.
			call: async (request: ApiRequest) => ({
				answer: await account.call(request),
				date: this.tellsTime ? Math.floor(now / SECOND) * SECOND : null,
			}),
			began: now + this.aheadMs,
			timeLeftMs: () => (account.calls.length - before < this.hasTimeFor ? 10_000 : 0),
			access: readAccess({ apiKey }),
			settings: readSettings((name) => ({ events, simplify: true, options })[name]),
		};
		try {
			const { news, memory, warnings } = await findNews(task, readMemory(this.cursor));
			expect(news).toEqual(sortBy(news, ({ time }) => time ?? Infinity));
			this.polls.push(news.map(({ id }) => id));
			this.own.push(...news.flatMap(({ id, item }) => ('isOwn' in item && item.isOwn ? id : [])));
			this.cursor = writeMemory(memory);
			this.warnings = warnings;
			this.error = null;
			// n8n saves static data when the trigger is activated and when an execution starts.
			if (news.length > 0 || this.saved === null) this.saved = this.cursor;
		} catch (error) {
			expect(error).toBeInstanceOf(Error);
			this.error = error;
			return null;
		}
		return account.calls.length - before;
	}

	restart(): void {
		this.cursor = this.saved;
	}

	/** Puts something else in the place of what n8n kept. */
	keep(kept: unknown): void {
		this.cursor = kept;
	}

	get kept(): Memory | null {
		return readMemory(this.cursor);
	}

	get brought(): string[] {
		return this.polls.flat();
	}
}

export type Happening =
	| 'comment'
	| 'late'
	| 'reply'
	| 'delete'
	| 'edit'
	| 'post'
	| 'message'
	| 'refused'
	| 'limited'
	| 'outage'
	| 'forgotten'
	| 'emptied'
	| 'hidden'
	| 'archived'
	| 'renamed'
	| 'switched'
	| 'restart'
	| 'poll';

/** What goes on in an account and with the trigger. Ids count up, so each tells when it came. */
export class Life {
	now = START;
	/** What the account itself wrote. */
	readonly own: string[] = [];
	/** What was there before the trigger began with this account. */
	before: string[] = [];
	/** When the trigger began with this account. */
	began = START;
	private ids = 0;
	/** What the account does not show for a while. */
	private readonly away: { posts: Post[]; comments: Comment[] } = { posts: [], comments: [] };

	constructor(
		readonly account: Account,
		readonly trigger: Trigger,
	) {
		this.addPosts();
	}

	/** All that can be read now. */
	get there(): string[] {
		return [
			...this.account.comments.map(({ id }) => `comment:${id}`),
			...this.account.messages.map(({ id }) => `dm_received:${id}`),
		];
	}

	/** The trigger's first poll of this account. */
	async begin(): Promise<void> {
		this.before.push(...this.there);
		this.began = this.now += SECOND;
		await this.trigger.poll(this.now);
	}

	/** @param which any number: chooses the post, the comment or the person that it happens to */
	async go(what: Happening, which: number): Promise<void> {
		const { account, trigger } = this;
		this.now += (1 + (which % 3)) * SECOND;
		const comment = account.comments[which % Math.max(1, account.comments.length)];
		const isOwn = which % 3 === 0;
		switch (what) {
			case 'comment':
				this.comment(this.post(which), { personId: isOwn ? account.owner.id : '7' });
				return;
			case 'late':
				// Older than others, yet not older than the first poll.
				this.comment(this.post(which), { ago: Math.min(which * MINUTE, this.now - this.began) });
				return;
			case 'reply': {
				const top = account.comments.filter(({ parentId }) => parentId === undefined);
				const parent = top[which % Math.max(1, top.length)];
				if (!parent) return;
				const personId = isOwn ? account.owner.id : '8';
				this.comment(parent.postId, { parentId: parent.id, personId });
				return;
			}
			case 'delete':
				account.comments = account.comments.filter(
					({ id, parentId }) => id !== comment?.id && parentId !== comment?.id,
				);
				return;
			case 'edit':
				if (comment) comment.text += ' (edited)';
				return;
			case 'post':
				account.posts.push({ id: String(200 + ++this.ids), at: this.now });
				return;
			case 'message':
				this.message(String(which % 4), { isOwn });
				return;
			case 'refused': {
				const refusal = (['500', '404', '403', 'limit', 'outage'] as const)[which % 5] ?? '500';
				const id = which % 2 === 0 ? this.post(which) : `conversation-${which % 4}`;
				if (account.refused.has(id)) return;
				await this.pollWhile(
					() => account.refused.set(id, refusal),
					() => account.refused.delete(id),
				);
				return;
			}
			case 'limited':
			case 'outage': {
				const then: Refusal = what === 'limited' ? 'limit' : which % 2 === 0 ? 'outage' : '500';
				await this.pollWhile(
					() => (account.allowed = { calls: which % 8, then }),
					() => (account.allowed = { calls: Infinity, then }),
				);
				return;
			}
			case 'forgotten':
				await this.pollWhile(
					() => (account.forgetsCursors = which % 2 === 0 ? '404' : '500'),
					() => (account.forgetsCursors = null),
				);
				return;
			case 'emptied': {
				const paths = [
					'/ig_posts',
					'/ig_conversations',
					'/ig_comments',
					'/ig_conversation_messages',
				];
				const path = paths[which % 4] ?? '';
				await this.pollWhile(
					() => account.empty.add(path),
					() => account.empty.delete(path),
				);
				return;
			}
			case 'hidden': {
				const of = ({ id, parentId }: Comment) => [id, parentId].includes(comment?.id);
				await this.pollWhile(
					() => (this.away.comments = remove(account.comments, of)),
					() => account.comments.push(...this.away.comments),
				);
				return;
			}
			case 'archived': {
				const id = this.post(which);
				// One that was never listed would count as an old one.
				await trigger.poll(this.now);
				await this.pollWhile(
					() => (this.away.posts = remove(account.posts, (post) => post.id === id)),
					() => account.posts.push(...this.away.posts),
				);
				return;
			}
			case 'renamed':
				account.owner.username = `our_shop_${which}`;
				return;
			case 'switched':
				await this.switchAccount();
				return;
			case 'restart':
				trigger.restart();
				return;
			case 'poll':
				await trigger.poll(this.now);
		}
	}

	/** Another account is connected under the same key, with a life of its own behind it. */
	async switchAccount(): Promise<void> {
		const { account, trigger } = this;
		account.owner = { id: `1784${++this.ids}`, username: `shop_${this.ids}` };
		account.posts = [];
		account.comments = [];
		account.messages = [];
		this.addPosts();
		const [post] = account.posts;
		for (let count = 0; count < 4; count++) {
			this.comment(post?.id ?? '', { ago: DAY, personId: count === 0 ? account.owner.id : '7' });
			this.message(`1${count}`, { ago: count * DAY, isOwn: count === 1 });
		}
		await this.begin();
		expect(trigger.polls.at(-1)).toEqual([]);
		// n8n saves how far the trigger has come when there is news.
		const message = this.message('7');
		const polls = trigger.polls.length;
		for (let count = 0; count < 4; count++) await trigger.poll((this.now += SECOND));
		expect(trigger.polls.slice(polls).flat()).toEqual([message]);
	}

	private addPosts(): void {
		const first = this.ids;
		this.ids += 3;
		this.account.posts = range(3).map((post) => ({
			id: String(100 + first + post),
			at: this.now - post * DAY,
		}));
	}

	private async pollWhile(begin: () => unknown, end: () => unknown): Promise<void> {
		begin();
		await this.trigger.poll(this.now);
		end();
	}

	/** @param how.ago how much older than now it says that it is, in milliseconds */
	comment(
		postId: string,
		{
			ago = 0,
			parentId,
			personId = '7',
		}: { ago?: number; parentId?: string; personId?: string } = {},
	): string {
		this.now += SECOND;
		const id = this.id();
		const at = this.now - ago;
		const reply = parentId === undefined ? {} : { parentId };
		this.account.comments.push({ id, postId, ...reply, personId, text: 'Price?', at });
		if (personId === this.account.owner.id) this.own.push(`comment:${id}`);
		return `comment:${id}`;
	}

	/** Two of them may fall into one second. */
	message(personId: string, { isOwn = false, ago = 0 } = {}): string {
		this.now += SECOND;
		const id = `mid.${this.id()}`;
		const at = Math.floor(this.now / (2 * SECOND)) * 2 * SECOND - ago;
		this.account.messages.push({ id, personId, isOwn, text: `Hello ${id}`, at });
		if (isOwn) this.own.push(`dm_received:${id}`);
		return `dm_received:${id}`;
	}

	private post(which: number): string {
		return this.account.posts[which % this.account.posts.length]?.id ?? '';
	}

	private id(): string {
		return String(17_890_000_000_000_000n + BigInt(++this.ids));
	}
}
