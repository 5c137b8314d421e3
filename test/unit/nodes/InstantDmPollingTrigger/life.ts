import { range, sortBy } from 'lodash';

import { readAccess } from '../../../../nodes/shared/api/credential';
import { readCursor, type Cursor } from '../../../../nodes/InstantDmPollingTrigger/cursor';
import { look } from '../../../../nodes/InstantDmPollingTrigger/look';
import { FailedCall } from '../../../../nodes/shared/api/failedCall';
import { readSettings } from '../../../../nodes/InstantDmPollingTrigger/settings';
import { OWN, type Account } from './account';

const START = Date.UTC(2026, 9, 1);
export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

/** The trigger as n8n runs it: with the cursor in memory, and the one that outlives a restart. */
export class Trigger {
	/** The ids of what each poll brought. */
	readonly polls: string[][] = [];
	/** What the last poll did not read. */
	cutShort: string[] = [];
	events = ['comment', 'dm_received'];
	apiKey = 'sk-test';
	private cursor: Cursor | null = null;
	private saved: unknown = null;

	constructor(
		private readonly account: Account,
		public options: object = {},
	) {}

	/** @returns how many calls it took; null where one failed */
	async poll(now: number): Promise<number | null> {
		const before = this.account.calls.length;
		const { events, options, account, apiKey } = this;
		const parameters = new Map<string, unknown>(
			Object.entries({ events, simplify: true, options }),
		);
		const settings = readSettings((name) => parameters.get(name));
		const task = { call: account.call, access: readAccess({ apiKey }), settings, now };
		try {
			const { news, cursor, cutShort } = await look(task, this.cursor);
			expect(news).toEqual(sortBy(news, ({ time }) => time));
			this.polls.push(news.map(({ id }) => id));
			this.cursor = cursor;
			this.cutShort = cutShort;
			// n8n saves static data when the trigger is activated and when an execution starts.
			if (news.length > 0 || this.saved === null) this.saved = JSON.parse(JSON.stringify(cursor));
		} catch (error) {
			expect(error).toBeInstanceOf(FailedCall);
			return null;
		}
		return account.calls.length - before;
	}

	restart(): void {
		this.cursor = readCursor(this.saved);
	}

	/** Puts something else in the place of what n8n kept. */
	keep(kept: unknown): void {
		this.cursor = readCursor(kept);
	}

	get kept(): Cursor | null {
		return this.cursor;
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
	| 'failure'
	| 'restart'
	| 'poll';

/** What goes on in an account and with the trigger. Ids count up, so each tells when it came. */
export class Life {
	now = START;
	private ids = 0;

	constructor(
		readonly account: Account,
		readonly trigger: Trigger,
	) {
		account.posts = range(3).map((post) => ({ id: String(100 + post), at: START - post * DAY }));
	}

	/** @param which any number: chooses the post, the comment or the person that it happens to */
	async go(what: Happening, which: number): Promise<void> {
		const { account, trigger } = this;
		this.now += (1 + (which % 3)) * SECOND;
		const comment = account.comments[which % Math.max(1, account.comments.length)];
		switch (what) {
			case 'comment':
				this.comment(this.post(which));
				return;
			case 'late':
				this.comment(this.post(which), which * DAY);
				return;
			case 'reply': {
				const top = account.comments.filter(({ parentId }) => parentId === undefined);
				const parent = top[which % Math.max(1, top.length)];
				if (!parent) return;
				this.comment(parent.postId, 0, parent.id, which % 2 === 0 ? OWN.id : '8');
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
				account.posts.push({ id: String(200 + account.posts.length), at: this.now });
				return;
			case 'message':
				this.message(String(which % 4), { isOwn: which % 3 === 0 });
				return;
			case 'failure':
				account.failsIn = which % 5;
				return;
			case 'restart':
				trigger.restart();
				return;
			case 'poll':
				await trigger.poll(this.now);
		}
	}

	/** @param ago how much older than now it says that it is, in milliseconds */
	comment(postId: string, ago = 0, parentId?: string, personId = '7'): string {
		this.now += SECOND;
		const id = this.id();
		const reply = parentId === undefined ? {} : { parentId };
		this.account.comments.push({
			id,
			postId,
			...reply,
			personId,
			text: 'Price?',
			at: this.now - ago,
		});
		return `comment:${id}`;
	}

	/** Two of them may fall into one second. */
	message(personId: string, { isOwn = false, ago = 0 } = {}): string {
		this.now += SECOND;
		const id = `mid.${this.id()}`;
		const at = Math.floor(this.now / (2 * SECOND)) * 2 * SECOND - ago;
		this.account.messages.push({ id, personId, isOwn, text: `Hello ${id}`, at });
		return `dm_received:${id}`;
	}

	private post(which: number): string {
		return this.account.posts[which % this.account.posts.length]?.id ?? '';
	}

	private id(): string {
		return String(17_890_000_000_000_000n + BigInt(++this.ids));
	}
}
