import { clearLine, cursorTo } from 'node:readline';

const { stdout } = process;

/** Does some work and shows in one line what it is and how long it takes; on a terminal, it ticks. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
	const start = performance.now();
	const show = () => {
		const seconds = Math.round((performance.now() - start) / 1000);
		stdout.write(`  ${title} … ${seconds} s`);
	};
	const tick = () => {
		clearLine(stdout, 0);
		cursorTo(stdout, 0);
		show();
	};
	const ticking = stdout.isTTY ? setInterval(tick, 1000) : undefined;
	if (stdout.isTTY) show();
	try {
		return await work();
	} finally {
		clearInterval(ticking);
		if (stdout.isTTY) tick();
		else show();
		stdout.write('\n');
	}
}
