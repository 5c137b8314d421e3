import fc from 'fast-check';

import { inLanes } from '../../../../../nodes/InstantDm/execution/inOrder';

const always = () => true;

/** Runs the lanes one item at a time and notes the order. */
async function orderOf(addressees: (string | null)[], mayStart: (started: number) => boolean) {
	const order: number[] = [];
	await inLanes(
		addressees,
		1,
		(item) => {
			order.push(item);
			return Promise.resolve();
		},
		() => mayStart(order.length),
	);
	return order;
}

describe('inLanes', () => {
	it('keeps the order of each addressee, whatever the latencies', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd')), { maxLength: 25 }),
				fc.integer({ min: 1, max: 6 }),
				async (scheduler, addressees, concurrency) => {
					const busy = new Set<string | number>();
					const handled: number[] = [];
					const run = inLanes(
						addressees,
						concurrency,
						async (item) => {
							const lane = addressees[item] ?? item;
							expect(busy).not.toContain(lane);
							busy.add(lane);
							expect(busy.size).toBeLessThanOrEqual(concurrency);
							await scheduler.schedule(Promise.resolve());
							busy.delete(lane);
							handled.push(item);
						},
						always,
					);
					await scheduler.waitFor(run);
					expect([...handled].sort((a, b) => a - b)).toEqual([...addressees.keys()]);
					for (const addressee of ['a', 'b', 'c', 'd']) {
						const own = handled.filter((item) => addressees[item] === addressee);
						expect(own).toEqual([...own].sort((a, b) => a - b));
					}
				},
			),
		);
	});

	it('uses all the concurrency there is work for', async () => {
		let busy = 0;
		let most = 0;
		const handle = async () => {
			most = Math.max(most, (busy += 1));
			await Promise.resolve();
			busy -= 1;
		};
		await inLanes(['a', 'a', 'a', 'b', 'c', 'd'], 3, handle, always);
		expect(most).toBe(3);
	});

	it('lets an addressee with many items keep nobody else waiting', async () => {
		expect(await orderOf(['a', 'a', 'a', 'b', 'c', 'b'], always)).toEqual([0, 3, 4, 1, 5, 2]);
	});

	it('starts nothing more once it may not', async () => {
		expect(await orderOf(['a', 'b', 'a', 'c'], (started) => started < 2)).toEqual([0, 1]);
	});

	it('takes items that are for nobody in particular each for itself', async () => {
		expect(await orderOf([null, null, 'a'], always)).toEqual([0, 1, 2]);
	});
});
