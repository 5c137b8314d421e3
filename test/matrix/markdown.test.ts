import { resultsPage } from './markdown';

const nothing = { passed: [], degraded: [], broken: [], outdated: [] };

describe('the page of results', () => {
	it('says for each n8n how many passed and what is different, and how each test went', () => {
		const degradation = { versions: ['1.0.0'], test: 'b | c', instead: 'No c.' };
		const page = resultsPage([
			{
				n8n: '1.0.0',
				node: 'v20.0.0',
				verdict: { ...nothing, passed: ['a'], degraded: [degradation] },
			},
			{ n8n: '2.0.0', node: 'v24.0.0', verdict: { ...nothing, passed: ['a', 'b | c'] } },
			{ n8n: '3.0.0', node: 'v24.0.0', verdict: { ...nothing, broken: ['a'] } },
		]);

		const rows = page.split('\n').filter((line) => line.startsWith('| '));
		expect(rows.filter((row) => !row.includes('---'))).toEqual([
			'| n8n | Node | Host tests passed | What is different there |',
			'| 1.0.0 | v20.0.0 | 1 of 2 | No c. |',
			'| 2.0.0 | v24.0.0 | 2 of 2 | Nothing |',
			'| 3.0.0 | v24.0.0 | 0 of 1 | Fails: a |',
			'| Host test | 1.0.0 | 2.0.0 | 3.0.0 |',
			'| a | passed | passed | FAILED |',
			'| b \\| c | differs | passed | not run |',
		]);
	});
});
