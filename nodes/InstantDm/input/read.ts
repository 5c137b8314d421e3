/** Reads one parameter of the item at hand, expressions resolved; its type is not to be trusted. */
export type ReadParameter = (name: string) => unknown;

/** Evaluating an expression is most of what an item costs, so each parameter is read once. */
export function readOnce(read: ReadParameter): ReadParameter {
	const known = new Map<string, unknown>();
	return (name) => {
		if (!known.has(name)) known.set(name, read(name));
		return known.get(name);
	};
}
