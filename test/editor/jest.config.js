const { testEnvironment, transform } = require('../../jest.config.js');

/** What people do in n8n's editor, in a browser. Not `*.test.ts`, which `npm test` looks for. */
/** @type {import('jest').Config} */
module.exports = {
	testEnvironment,
	transform,
	rootDir: '../..',
	roots: ['<rootDir>/test/editor'],
	testMatch: ['<rootDir>/test/editor/*.spec.ts'],
	modulePathIgnorePatterns: ['<rootDir>/test/host/node_modules/', '<rootDir>/dist/'],
	testTimeout: 240_000,
	openHandlesTimeout: 0,
};
