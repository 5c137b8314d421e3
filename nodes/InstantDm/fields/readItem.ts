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
}

/**
 * Evaluating an expression is most of what an item costs, so each parameter is read once.
 * @param files is told the ID of the file behind each URL that is given
 */
export function readOnce(
	read: ReadParameter,
	sign: (file: GivenFile) => SignedFile,
	files = new Map<string, string>(),
): ReadItem {
	const known = new Map<string, unknown>();
	const readKnown = (name: string) => {
		if (!known.has(name)) known.set(name, read(name));
		return known.get(name);
	};
	const fileUrl = (file: GivenFile) => {
		const { url, id } = sign(file);
		files.set(url, id);
		return url;
	};
	return Object.assign(readKnown, { fileUrl });
}
