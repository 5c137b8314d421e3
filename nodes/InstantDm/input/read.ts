/** Reads one parameter of the item at hand, expressions resolved; its type is not to be trusted. */
export type ReadParameter = (name: string) => unknown;

/** All that an item holds for the node. */
export interface ReadItem extends ReadParameter {
	/**
	 * A temporary public URL of one of the item's files.
	 * @param property the name under which the item holds it
	 * @throws InputError that says what to set where there can be none
	 */
	fileUrl(property: string): string;
}

/** Evaluating an expression is most of what an item costs, so each parameter is read once. */
export function readOnce(read: ReadParameter, fileUrl: ReadItem['fileUrl']): ReadItem {
	const known = new Map<string, unknown>();
	const readKnown = (name: string) => {
		if (!known.has(name)) known.set(name, read(name));
		return known.get(name);
	};
	return Object.assign(readKnown, { fileUrl });
}
