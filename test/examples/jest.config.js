const base = require('../host/jest.config.js');

/** The example workflows, run in a real n8n. */
/** @type {import('jest').Config} */
module.exports = {
	...base,
	roots: ['<rootDir>/test/examples'],
	testMatch: ['<rootDir>/test/examples/*.spec.ts'],
};
