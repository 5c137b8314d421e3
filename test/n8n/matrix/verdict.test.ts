import { isGood, verdictOn, type Degradation } from './verdict';

const known: Degradation = { versions: ['1.0.0'], test: 'new thing', instead: 'The old thing.' };

describe('the verdict on one n8n', () => {
	it('is good when everything passed', () => {
		const verdict = verdictOn('2.0.0', [{ test: 'new thing', passed: true }], [known]);
		expect(verdict).toEqual({ passed: ['new thing'], degraded: [], broken: [], outdated: [] });
		expect(isGood(verdict)).toBe(true);
	});

	it('is good when only what is known to fail there failed', () => {
		const results = [
			{ test: 'new thing', passed: false },
			{ test: 'old thing', passed: true },
		];
		const verdict = verdictOn('1.0.0', results, [known]);
		expect(verdict).toMatchObject({ passed: ['old thing'], degraded: [known], broken: [] });
		expect(isGood(verdict)).toBe(true);
	});

	it('is bad when the same fails in another n8n', () => {
		const results = [
			{ test: 'new thing', passed: false },
			{ test: 'old thing', passed: true },
		];
		const verdict = verdictOn('2.0.0', results, [known]);
		expect(verdict).toMatchObject({ degraded: [], broken: ['new thing'] });
		expect(isGood(verdict)).toBe(false);
	});

	it.each([
		['passed', [{ test: 'new thing', passed: true }]],
		['did not run', [{ test: 'old thing', passed: true }]],
	])('is bad when what is known to fail %s: the list is out of date', (_, results) => {
		const verdict = verdictOn('1.0.0', results, [known]);
		expect(verdict.outdated).toEqual([known]);
		expect(isGood(verdict)).toBe(false);
	});

	it('is bad when nothing ran', () => {
		expect(isGood(verdictOn('2.0.0', [], []))).toBe(false);
	});
});
