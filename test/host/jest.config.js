const base = require('../../jest.config.js');

/** Tests in a real n8n: one after the other, since each file starts an n8n of its own. */
/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: base.testEnvironment,
	transform: base.transform,
	rootDir: '../..',
	roots: ['<rootDir>/test/host'],
	testMatch: ['<rootDir>/test/host/*.test.ts'],
	modulePathIgnorePatterns: ['<rootDir>/test/host/node_modules/', '<rootDir>/dist/'],
	globalSetup: '<rootDir>/test/support/host/globalSetup.ts',
	maxWorkers: 1,
	testTimeout: 240_000,
	openHandlesTimeout: 0,
};
