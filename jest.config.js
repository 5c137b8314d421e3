const project = (displayName, options) => ({
	displayName,
	testEnvironment: 'node',
	testMatch: ['**/*.test.ts'],
	modulePathIgnorePatterns: ['<rootDir>/test/n8n/versions/', '<rootDir>/dist/'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } },
		],
	},
	...options,
});

/** Tests in a whole n8n: one file after the other, since each starts an n8n of its own. */
const inN8n = (displayName, options) =>
	project(displayName, {
		roots: [`<rootDir>/test/n8n/${displayName}`],
		testMatch: [`<rootDir>/test/n8n/${displayName}/*.test.ts`],
		runner: '<rootDir>/test/support/oneAfterTheOther.js',
		openHandlesTimeout: 0,
		...options,
	});

const packed = { globalSetup: '<rootDir>/test/support/host/globalSetup.ts' };

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		project('unit', {
			roots: ['bench', 'credentials', 'nodes', 'scripts', 'test'].map(
				(folder) => `<rootDir>/${folder}`,
			),
			testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/n8n/(host|examples|editor)/'],
		}),
		inN8n('host', packed),
		inN8n('examples', packed),
		inN8n('editor'),
	],
	// A guard against hanging only: a busy machine may take its time.
	testTimeout: 240_000,
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
