import { growth } from './memory';

const samples = (heapOf: (deliveries: number) => number, count = 20) =>
	Array.from({ length: count }, (_, index) => {
		const deliveries = index * 50;
		return { deliveries, heap: heapOf(deliveries), resident: 0 };
	});

describe('growth', () => {
	it('is what each delivery adds', () => {
		expect(growth(samples((deliveries) => 10_000_000 + 150 * deliveries))).toBeCloseTo(150);
	});

	it('is nothing where the heap only goes up and down', () => {
		const wave = samples((deliveries) => (deliveries % 100 === 0 ? 900_000 : 1_100_000), 401);
		expect(Math.abs(growth(wave) ?? Infinity)).toBeLessThan(1);
	});

	it('is not told from too few samples', () => {
		expect(growth(samples((deliveries) => deliveries, 19))).toBeNull();
	});
});
