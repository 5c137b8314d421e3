import type { Clock } from '../../nodes/InstantDm/execution/clock';

/** A clock that stands still until it is moved on by hand. */
export class HandClock implements Clock {
	private now = 0;

	private sleepers: { time: () => number; resolve: () => void }[] = [];

	/** @param start the wall time at which it begins */
	constructor(private readonly start = Date.parse('2026-03-01T12:40:00Z')) {}

	wall(): number {
		return this.start + this.now;
	}

	steady(): number {
		return this.now;
	}

	async until(time: () => number): Promise<void> {
		await new Promise<void>((resolve) => {
			this.sleepers.push({ time, resolve });
		});
	}

	async settle(): Promise<void> {
		await new Promise((resolve) => setImmediate(resolve));
	}

	/** Moves on by `ms`; everyone who is due on the way does what they do at their own time. */
	async advance(ms: number): Promise<void> {
		const end = this.now + ms;
		for (;;) {
			await this.settle();
			const next = Math.min(...this.sleepers.map(({ time }) => time()));
			if (next > end) break;
			this.now = Math.max(this.now, next);
			const isDue = ({ time }: { time: () => number }) => time() <= this.now;
			const due = this.sleepers.filter(isDue);
			this.sleepers = this.sleepers.filter((sleeper) => !due.includes(sleeper));
			for (const { resolve } of due) resolve();
		}
		this.now = end;
		await this.settle();
	}
}
