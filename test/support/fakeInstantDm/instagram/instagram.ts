import { sortBy } from 'lodash';

import type { Settings } from '../settings';
import type { Download } from './download';
import {
	idPrefixes,
	kinds,
	rowSchemas,
	type Changes,
	type Kind,
	type NewRow,
	type Row,
	type Seed,
} from './rows';

/**
 * What InstantDM reaches: people, posts, comments, conversations, ads. Tests add to it, change
 * it and take away; the calls of both APIs read it and leave their messages in it.
 */
export class Instagram {
	private readonly tables: { [K in Kind]: Map<string, Row<K>> } = {
		person: new Map(),
		post: new Map(),
		comment: new Map(),
		message: new Map(),
		container: new Map(),
		flow: new Map(),
		contact: new Map(),
		adAccount: new Map(),
		campaign: new Map(),
		adSet: new Map(),
		ad: new Map(),
		facebookPost: new Map(),
		facebookComment: new Map(),
	};
	/** The comments that have had their one private reply. */
	readonly privatelyAnswered = new Set<string>();
	/** The files that messages brought, oldest first. */
	readonly downloads: Download[] = [];
	private given = 0;

	constructor(
		readonly settings: Settings,
		private readonly now: () => Date,
	) {}

	/** Adds a row, with an id and a time if it has none. One of the same id gives way. */
	add<K extends Kind>(kind: K, row: NewRow<K>): Row<K> {
		return this.addUnchecked(kind, row);
	}

	/** The same from outside the process. @throws ZodError when it is no row of that kind */
	addUnchecked<K extends Kind>(kind: K, { id, at, ...fields }: Record<string, unknown>): Row<K> {
		const added = rowSchemas[kind].parse({
			...fields,
			id: id ?? this.newId(kind),
			at: at ?? this.now().getTime(),
		});
		this.tables[kind].set(added.id, added);
		return added;
	}

	addAll(seed: Seed): void {
		for (const kind of kinds) for (const row of seed[kind] ?? []) this.addUnchecked(kind, row);
	}

	/** @throws Error where there is no such row */
	change<K extends Kind>(kind: K, id: string, changes: Changes<K>): Row<K> {
		const changed = rowSchemas[kind].parse({ ...this.known(kind, id), ...changes });
		this.tables[kind].set(id, changed);
		return changed;
	}

	/**
	 * Takes a row away, a comment together with the replies to it.
	 * @throws Error where there is no such row
	 */
	remove(kind: Kind, id: string): void {
		this.known(kind, id);
		this.tables[kind].delete(id);
		if (kind !== 'comment') return;
		for (const reply of this.repliesTo(id)) this.tables.comment.delete(reply.id);
	}

	get<K extends Kind>(kind: K, id: string): Row<K> | undefined {
		return this.tables[kind].get(id);
	}

	/** The rows of a kind, newest first; of the same time, the last added first. */
	all<K extends Kind>(kind: K, which: (row: Row<K>) => boolean = () => true): Row<K>[] {
		const rows: Row<K>[] = [];
		for (const row of this.tables[kind].values()) if (which(row)) rows.push(row);
		return sortBy(rows, ({ at }) => at).reverse();
	}

	repliesTo(commentId: string): Row<'comment'>[] {
		return this.all('comment', ({ parentId }) => parentId === commentId);
	}

	/** The person of that id, made up where nobody introduced them. */
	person(id: string): Row<'person'> {
		const { account } = this.settings;
		const username = id === account.id ? account.username : `user_${id.slice(-6)}`;
		return this.get('person', id) ?? rowSchemas.person.parse({ id, at: 0, username });
	}

	/** Who wrote a comment; made up, and the same each time, where nobody knows the comment. */
	commenterOf(commentId: string): string {
		return this.get('comment', commentId)?.personId ?? strangerOf(commentId);
	}

	private known<K extends Kind>(kind: K, id: string): Row<K> {
		const row = this.get(kind, id);
		if (row === undefined) throw new Error(`There is no ${kind} ${id}`);
		return row;
	}

	private newId(kind: Kind): string {
		this.given += 1;
		return `${idPrefixes[kind]}${String(this.given).padStart(10, '0')}`;
	}
}

/** The made-up person who wrote a comment that nobody added. */
function strangerOf(commentId: string): string {
	return `23${commentId.slice(-14).padStart(14, '0')}`;
}
