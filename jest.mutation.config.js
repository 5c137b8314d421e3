const base = require('./jest.config.js');

/**
 * The tests that speak for the mutated files; the others would only take their time. Nothing is
 * retried and nothing measured, so that a mutant falls by an assertion alone.
 */
/** @type {import('jest').Config} */
module.exports = {
	...base,
	coverageThreshold: undefined,
	testMatch: [
		'**/InstantDmTrigger/{signature,duplicates,json}.test.ts',
		'**/InstantDm/delivery/{lanes,deliverAll}.test.ts',
		'**/InstantDm/transport/inputs.test.ts',
		'**/InstantDm/{badInput,requests}.test.ts',
	],
};
