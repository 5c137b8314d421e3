const running = new Set<string>();

/**
 * Does the work, unless the same is still being done: n8n polls again when the next time has come,
 * whether or not the last poll has ended, and both would find the same news.
 * @param key stands for the work
 * @returns null where it is still being done
 */
export async function onceAtATime<T>(key: string, work: () => Promise<T>): Promise<T | null> {
	if (running.has(key)) return null;
	running.add(key);
	try {
		return await work();
	} finally {
		running.delete(key);
	}
}
