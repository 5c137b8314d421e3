/**
 * What each trigger remembers within this process, by name, made when it is first asked for. What
 * is idle, such as that of a trigger which is gone, goes when another one is made.
 */
export class Memories<Memory extends { readonly isIdle: boolean }> {
	private readonly byName = new Map<string, Memory>();

	constructor(private readonly make: () => Memory) {}

	of(name: string): Memory {
		const known = this.byName.get(name);
		if (known) return known;
		for (const [other, memory] of this.byName) {
			if (memory.isIdle) this.byName.delete(other);
		}
		const memory = this.make();
		this.byName.set(name, memory);
		return memory;
	}
}
