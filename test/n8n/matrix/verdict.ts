/** How one host test ended in one n8n. */
export interface TestResult {
	/** The names of its describe blocks and its own, as jest joins them. */
	test: string;
	passed: boolean;
}

/** What is known not to work in some versions of n8n, and what people have there instead. */
export interface Degradation {
	/** The n8n versions concerned, of those that are tested. */
	versions: string[];
	/** The host test that shows it, by its whole name. */
	test: string;
	/** One sentence for the compatibility table. */
	instead: string;
}

/** What the host tests say about one n8n. */
export interface Verdict {
	passed: string[];
	/** Failed, as known. */
	degraded: Degradation[];
	/** Failed, and should not have. */
	broken: string[];
	/** Known to fail, yet passed or not run: the list of degradations is out of date. */
	outdated: Degradation[];
}

/** Weighs the results of one n8n against what is known about it. */
export function verdictOn(
	n8n: string,
	results: TestResult[],
	degradations: Degradation[],
): Verdict {
	const known = degradations.filter(({ versions }) => versions.includes(n8n));
	const failed = results.flatMap(({ test, passed }) => (passed ? [] : [test]));
	return {
		passed: results.flatMap(({ test, passed }) => (passed ? [test] : [])),
		degraded: known.filter(({ test }) => failed.includes(test)),
		broken: failed.filter((test) => !known.some((one) => one.test === test)),
		outdated: known.filter(({ test }) => !failed.includes(test)),
	};
}

/** Whether everything went as it is known to. */
export function isGood({ passed, broken, outdated }: Verdict): boolean {
	return passed.length > 0 && broken.length === 0 && outdated.length === 0;
}
