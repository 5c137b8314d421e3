import { Mix } from './mix';

describe('the mix', () => {
	it('repeats a key only in copies, which are the same bytes', () => {
		let left = 2000;
		const known = new Map<string, unknown>();
		for (const { key, kind, outgoing } of new Mix('secret').next(() => left-- > 0)) {
			expect(known.has(key)).toBe(kind === 'copy');
			if (kind === 'copy') expect(known.get(key)).toBe(outgoing);
			known.set(key, outgoing);
		}
		expect(known.size).toBe(1600);
	});
});
