import { range } from 'lodash';

import type { Instagram } from '../../support/fakeInstantDm/instagram/instagram';

const POSTS = 10;
const PEOPLE = 12;

/** What comes in at an account with some posts and conversations. */
export class Incoming {
	/** The event ids of all that came in, in order. */
	readonly made: string[] = [];
	private readonly posts: string[];
	private readonly people = range(PEOPLE).map((person) => String(2358708294634000 + person));
	private readonly old: { id: string; postId: string }[];

	constructor(private readonly instagram: Instagram) {
		const at = Date.now() - 300_000;
		this.posts = range(POSTS).map(() => instagram.add('post', { at }).id);
		this.old = this.posts.flatMap((postId) =>
			range(5).map(() => instagram.add('comment', { postId, personId: '7', text: 'Old', at })),
		);
		for (const personId of this.people) instagram.add('message', { personId, text: 'Old', at });
	}

	/** So many arrive, every fifth comment as a reply. */
	add(comments: number, messages: number): void {
		const { instagram } = this;
		for (const number of range(comments)) {
			const postId = this.posts[number % POSTS] ?? '';
			const [parent] = instagram.all(
				'comment',
				(comment) => comment.postId === postId && comment.parentId === undefined,
			);
			this.comment(postId, number % 5 === 4 ? parent?.id : undefined);
		}
		for (const number of range(messages)) {
			const personId = this.people[number % PEOPLE] ?? '';
			const { id } = instagram.add('message', { personId, text: `Message ${number}` });
			this.made.push(`dm_received:${id}`);
		}
	}

	/** A comment arrives as an old one on the same post is deleted: their number stays as it was. */
	addUnnoticed(): void {
		const old = this.old.shift();
		if (old === undefined) throw new Error('No old comments are left');
		this.instagram.remove('comment', old.id);
		this.comment(old.postId);
	}

	private comment(postId: string, parentId?: string): void {
		const text = `Comment ${this.made.length}`;
		const { id } = this.instagram.add('comment', { postId, personId: '8', text, parentId });
		this.made.push(`comment:${id}`);
	}
}
