import type { ReadParameter } from '../../shared/parameters/parameter';

/** The name under which an item holds a file; or the file itself, by an expression. */
export type GivenFile = string | Record<string, unknown>;

/** A file at a temporary public URL. */
export interface SignedFile {
	url: string;
	/** What n8n calls the file. Its URL is another one each time. */
	id: string;
}

/** All that an item holds for the node. */
export interface ReadItem extends ReadParameter {
	/**
	 * A temporary public URL of a file.
	 * @throws InputError that says what to set where there can be none
	 */
	fileUrl(file: GivenFile): string;
	/** 0 (included) to 1 (not included) */
	random(): number;
}

/** An item that keeps what has been read of it. */
export interface KnownItem extends ReadItem {
	/** By parameter. */
	values: ReadonlyMap<string, unknown>;
}

/**
 * Evaluating an expression is most of what an item costs, so each parameter is read once.
 */
export function readOnce(
	read: ReadParameter,
	sign: (file: GivenFile) => SignedFile,
	random: () => number,
): KnownItem {
	const known = new Map<string, unknown>();
	const readKnown = (name: string) => {
		if (!known.has(name)) known.set(name, read(name));
		return known.get(name);
	};
	const fileUrl = (file: GivenFile) => {
		const { url, id } = sign(file);
		known.set('file', id);
		return url;
	};
	return Object.assign(readKnown, { fileUrl, random, values: known });
}
