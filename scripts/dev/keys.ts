const CTRL_C = '\u0003';

/** The keys that are pressed, until Ctrl-C or the end of the input. */
export async function* pressedKeys(): AsyncGenerator<string> {
	const { stdin } = process;
	if (stdin.isTTY) stdin.setRawMode(true);
	try {
		for await (const chunk of stdin) {
			for (const key of String(chunk)) {
				if (key === CTRL_C) return;
				yield key;
			}
		}
		if (!stdin.isTTY) await new Promise(() => undefined);
	} finally {
		if (stdin.isTTY) stdin.setRawMode(false);
		stdin.destroy();
	}
}
