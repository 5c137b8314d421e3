/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// A guard against hanging only: a busy machine may take its time.
	testTimeout: 60_000,
	roots: ['bench', 'credentials', 'nodes', 'scripts', 'test'].map(
		(folder) => `<rootDir>/${folder}`,
	),
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/host/'],
	modulePathIgnorePatterns: ['<rootDir>/test/host/', '<rootDir>/dist/'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } },
		],
	},
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
