import fc from 'fast-check';

import { inOrder, type Work } from '../../../../../nodes/InstantDm/execution/inOrder';

const always = () => true;
const settle = () => Promise.resolve();

/** Work for each key, handled by `run`. */
const worksFor = (keys: (string | null)[], run: (item: number) => Promise<void>): Work[] =>
	keys.map((key, item) => ({ key, run: () => run(item) }));

/** Long enough for all that does not wait for anything to get done. */
async function ticks() {
	for (let tick = 0; tick < 50; tick += 1) await Promise.resolve();
}

/** Does the work, one piece at a time unless told, and notes the order. */
async function orderOf(
	keys: (string | null)[],
	mayStart: (started: number) => boolean,
	workers = 1,
) {
	const order: number[] = [];
	const works = worksFor(keys, async (item) => {
		order.push(item);
		await ticks();
	});
	await inOrder(works, { workers, mayStart: () => mayStart(order.length), settle });
	return order;
}

describe('inOrder', () => {
	it('keeps the order of each key, whatever the latencies', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 25 }),
				fc.integer({ min: 1, max: 6 }),
				async (scheduler, keys, workers) => {
					const busy = new Set<string | number>();
					const handled: number[] = [];
					const works = worksFor(keys, async (item) => {
						const key = keys[item] ?? item;
						expect(busy).not.toContain(key);
						busy.add(key);
						expect(busy.size).toBeLessThanOrEqual(workers);
						await scheduler.schedule(Promise.resolve());
						busy.delete(key);
						handled.push(item);
					});
					await scheduler.waitFor(
						inOrder(works, {
							workers,
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

	it('keeps all workers busy that there is work for', async () => {
		let busy = 0;
		let most = 0;
		const works = worksFor(['a', 'a', 'a', 'b', 'c', 'd'], async () => {
			most = Math.max(most, (busy += 1));
			await ticks();
			busy -= 1;
		});
		await inOrder(works, { workers: 3, mayStart: always, settle });
		expect(most).toBe(3);
	});

	it('begins one piece after the other, each once the last one has got out', async () => {
		const steps: string[] = [];
		let release: () => void = () => undefined;
		const answered = new Promise<void>((resolve) => (release = resolve));
		function* works(): Generator<Work> {
			for (const item of [0, 1, 2]) {
				steps.push(`read ${item}`);
				const run = async () => {
					steps.push(`run ${item}`);
					await answered;
				};
				yield { key: null, run };
			}
		}
		const done = inOrder(works(), {
			workers: 2,
			mayStart: always,
			settle: () => {
				steps.push('settle');
				return Promise.resolve();
			},
		});
		await ticks();
		expect(steps).toEqual([...['read 0', 'run 0', 'settle'], ...['read 1', 'run 1', 'settle']]);
		release();
		await done;
		expect(steps).toContain('run 2');
	});

	it('does not hang when a piece throws: the others are done, and those behind it', async () => {
		const done: number[] = [];
		const works = worksFor(['a', 'a', 'b', null], async (item) => {
			await ticks();
			if (item === 0) throw new Error('Broken');
			done.push(item);
		});
		const run = inOrder(works, { workers: 2, mayStart: always, settle });
		await expect(run).rejects.toThrow('Broken');
		expect(done.sort()).toEqual([1, 2, 3]);
	});

	it('does not hang when the pieces cannot be read', async () => {
		function* works(): Generator<Work> {
			yield { key: null, run: ticks };
			throw new Error('Unreadable');
		}
		const run = inOrder(works(), { workers: 2, mayStart: always, settle });
		await expect(run).rejects.toThrow('Unreadable');
	});

	it('lets a key with many pieces keep no other waiting', async () => {
		expect(await orderOf(['a', 'a', 'a', 'b', 'c', 'b'], always, 2)).toEqual([0, 3, 1, 4, 2, 5]);
	});

	it('starts nothing more once it may not', async () => {
		expect(await orderOf(['a', 'b', 'a', 'c'], (started) => started < 2)).toEqual([0, 1]);
	});

	it('does pieces without a key each for itself', async () => {
		expect(await orderOf([null, null, 'a'], always)).toEqual([0, 1, 2]);
	});
});
