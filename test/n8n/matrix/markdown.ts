import { uniq } from 'lodash';
import { table } from '../../../scripts/docs/markdown';
import type { Verdict } from './verdict';

/** One n8n that was tested, with the Node that ran it. */
export interface Tested {
	n8n: string;
	node: string;
	verdict: Verdict;
}

/** The results as a page of Markdown: one table for the README, one with every test. */
export function resultsPage(tested: Tested[]): string {
	const tests = [...new Set(tested.flatMap(({ verdict }) => testsOf(verdict)))].sort();
	return [
		'# What ran on which n8n',
		'Written by `npm run test:matrix`: the host tests, with the packed package in each of these n8n versions.',
		table(
			['n8n', 'Node', 'Host tests passed', 'What is different there'],
			tested.map(({ n8n, node, verdict }) => [
				n8n,
				node,
				`${verdict.passed.length} of ${testsOf(verdict).length}`,
				remarksOn(verdict),
			]),
		),
		'## Test by test',
		table(
			['Host test', ...tested.map(({ n8n }) => n8n)],
			tests.map((test) => [test, ...tested.map(({ verdict }) => markOf(test, verdict))]),
		),
	].join('\n\n');
}

function testsOf({ passed, degraded, broken }: Verdict): string[] {
	return [...passed, ...degraded.map(({ test }) => test), ...broken];
}

function remarksOn({ degraded, broken, outdated }: Verdict): string {
	const remarks = [
		...uniq(degraded.map(({ instead }) => instead)),
		...broken.map((test) => `Fails: ${test}`),
		...outdated.map(({ test }) => `Known to fail, but did not: ${test}`),
	];
	return [...new Set(remarks)].join(' ') || 'Nothing';
}

function markOf(test: string, { passed, degraded, broken }: Verdict): string {
	if (passed.includes(test)) return 'passed';
	if (degraded.some((one) => one.test === test)) return 'differs';
	return broken.includes(test) ? 'FAILED' : 'not run';
}
