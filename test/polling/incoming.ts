import { range } from 'lodash';

import type { Instagram } from '../support/fakeInstantDm/instagram/instagram';

const POSTS = 10;
const PEOPLE = 12;

/** What comes in at an account with some posts and conversations. */
export class Incoming {
	/** The event ids of all that came in, in order. */
	readonly made: string[] = [];
	private readonly posts: string[];
	private readonly people = range(PEOPLE).map((person) => String(2358708294634000 + person));
	private readonly old: string[];

	constructor(private readonly instagram: Instagram) {
		const at = Date.now() - 300_000;
		this.posts = range(POSTS).map(() => instagram.add('post', { at }).id);
		this.old = this.posts.flatMap((postId) =>
			range(5).map(() => instagram.add('comment', { postId, personId: '7', text: 'Old', at }).id),
		);
		for (const personId of this.people) instagram.add('message', { personId, text: 'Old', at });
	}

	/** So many arrive, every fifth comment as a reply; and an old comment without replies is deleted. */
	add(comments: number, messages: number): void {
		const { instagram, made } = this;
		for (const number of range(comments)) {
			const postId = this.posts[number % POSTS] ?? '';
			const [parent] = instagram.all(
				'comment',
				(comment) => comment.postId === postId && comment.parentId === undefined,
			);
			const parentId = number % 5 === 4 ? parent?.id : undefined;
			const text = `Comment ${number}`;
			const { id } = instagram.add('comment', { postId, personId: '8', text, parentId });
			made.push(`comment:${id}`);
		}
		for (const number of range(messages)) {
			const personId = this.people[number % PEOPLE] ?? '';
			const { id } = instagram.add('message', { personId, text: `Message ${number}` });
			made.push(`dm_received:${id}`);
		}
		const deleted = this.old.shift();
		if (deleted !== undefined) instagram.remove('comment', deleted);
	}
}
