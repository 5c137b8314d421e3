import fc from 'fast-check';

import { inOrder, type Work } from '../../../../../nodes/InstantDm/execution/inOrder';

const always = () => true;
const settle = () => Promise.resolve();

/** Work for each key, handled by `handle`. */
function worksFor(
	keys: (string | null)[],
	handle: (item: number) => Promise<void>,
	prepare: (item: number) => void = () => undefined,
): Work[] {
	return keys.map((key, item) => ({
		key,
		prepare: () => {
			prepare(item);
			return () => handle(item);
		},
	}));
}

/** Long enough for all that does not wait for anything to get done. */
async function ticks() {
	for (let tick = 0; tick < 50; tick += 1) await Promise.resolve();
}

/** Does the work one piece at a time and notes the order. */
async function orderOf(keys: (string | null)[], mayStart: (started: number) => boolean) {
	const order: number[] = [];
	const works = worksFor(keys, async (item) => {
		order.push(item);
		await ticks();
	});
	await inOrder(works, { concurrency: 1, mayStart: () => mayStart(order.length), settle });
	return order;
}

describe('inOrder', () => {
	it('keeps the order of each key, whatever the latencies', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 25 }),
				fc.integer({ min: 1, max: 6 }),
				async (scheduler, keys, concurrency) => {
					const busy = new Set<string | number>();
					const handled: number[] = [];
					const works = worksFor(keys, async (item) => {
						const key = keys[item] ?? item;
						expect(busy).not.toContain(key);
						busy.add(key);
						expect(busy.size).toBeLessThanOrEqual(concurrency);
						await scheduler.schedule(Promise.resolve());
						busy.delete(key);
						handled.push(item);
					});
					await scheduler.waitFor(
						inOrder(works, {
							concurrency,
							mayStart: always,
							settle: () => scheduler.schedule(Promise.resolve()),
						}),
					);
					expect([...handled].sort((a, b) => a - b)).toEqual([...keys.keys()]);
					for (const key of ['a', 'b', 'c', 'd']) {
						const own = handled.filter((item) => keys[item] === key);
						expect(own).toEqual([...own].sort((a, b) => a - b));
					}
				},
			),
		);
	});

	it('uses all the concurrency there is work for', async () => {
		let busy = 0;
		let most = 0;
		const works = worksFor(['a', 'a', 'a', 'b', 'c', 'd'], async () => {
			most = Math.max(most, (busy += 1));
			await ticks();
			busy -= 1;
		});
		await inOrder(works, { concurrency: 3, mayStart: always, settle });
		expect(most).toBe(3);
	});

	it('starts the first piece before it looks at the second, and prepares others while it waits', async () => {
		const steps: string[] = [];
		let release: () => void = () => undefined;
		const answered = new Promise<void>((resolve) => (release = resolve));
		function* works(): Generator<Work> {
			for (const item of [0, 1, 2, 3]) {
				steps.push(`read ${item}`);
				yield {
					key: null,
					prepare: () => {
						steps.push(`prepare ${item}`);
						return async () => {
							steps.push(`start ${item}`);
							await answered;
						};
					},
				};
			}
		}
		const done = inOrder(works(), {
			concurrency: 2,
			mayStart: always,
			settle: () => {
				steps.push('settle');
				return Promise.resolve();
			},
		});
		await ticks();
		expect(steps).toEqual([
			...['read 0', 'prepare 0', 'start 0', 'settle'],
			...['read 1', 'prepare 1', 'start 1', 'settle'],
			...['read 2', 'prepare 2', 'settle', 'read 3', 'prepare 3', 'settle'],
		]);
		release();
		await done;
		expect(steps).toContain('start 3');
	});

	it('prepares no more pieces than will be handled soon', async () => {
		let ahead = 0;
		let most = 0;
		const works = worksFor(
			Array<null>(100).fill(null),
			async () => {
				await Promise.resolve();
				ahead -= 1;
			},
			() => (most = Math.max(most, (ahead += 1))),
		);
		await inOrder(works, { concurrency: 4, mayStart: always, settle });
		expect(most).toBeLessThanOrEqual(8);
	});

	it('lets a key with many pieces keep no other waiting', async () => {
		expect(await orderOf(['a', 'a', 'a', 'b', 'c', 'b'], always)).toEqual([0, 3, 1, 4, 2, 5]);
	});

	it('starts nothing more once it may not', async () => {
		expect(await orderOf(['a', 'b', 'a', 'c'], (started) => started < 2)).toEqual([0, 1]);
	});

	it('does pieces without a key each for itself', async () => {
		expect(await orderOf([null, null, 'a'], always)).toEqual([0, 1, 2]);
	});
});
