const [unit] = require('../../jest.config.js').projects;

/**
 * The tests that speak for the mutated files; the others would only take their time. Nothing is
 * retried and nothing measured, so that a mutant falls by an assertion alone.
 */
/** @type {import('jest').Config} */
module.exports = {
	...unit,
	rootDir: '../..',
	testMatch: [
		'**/InstantDmTrigger/{signature,duplicates}.test.ts',
		'**/shared/json/exactJson.test.ts',
		'**/InstantDm/execution/{inOrder,runItems}.test.ts',
		'**/shared/parameters/schemas.test.ts',
		'**/InstantDm/{badInput,requests}.test.ts',
		'**/shared/api/judge.test.ts',
		'**/shared/api/errors/*.test.ts',
	],
};
