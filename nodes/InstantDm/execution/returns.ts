import { sortBy } from 'lodash';

/** Moments that have been given out, each at its own distance from the one before. */
interface Stretch {
	first: number;
	last: number;
}

/**
 * When items that are handed back may come again: each at a moment of its own, so that their
 * executions don't come back in one burst. In wall time, in milliseconds.
 */
export class Returns {
	/** In order. */
	private stretches: Stretch[] = [];

	/** The first moment from `soonest` on that keeps a distance of `gapMs` to all given out before. */
	take(now: number, soonest: number, gapMs: number): number {
		let at = soonest;
		let behind: Stretch | undefined;
		this.stretches = this.stretches.filter(({ last }) => last > now);
		for (const stretch of this.stretches) {
			if (at <= stretch.first - gapMs || at >= stretch.last + gapMs) continue;
			at = stretch.last + gapMs;
			behind = stretch;
		}
		if (behind) behind.last = at;
		else this.stretches = sortBy([...this.stretches, { first: at, last: at }], 'first');
		return at;
	}
}
