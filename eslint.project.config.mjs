import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import prettier from 'eslint-config-prettier';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Rooms of `nodes/`, each with those that it must not import from. The last that fits a file counts. */
const walls = {
	'nodes/shared': ['InstantDm', 'InstantDmTrigger', 'InstantDmPollingTrigger'],
	'nodes/shared/json': ['parameters', 'api', 'events', 'filters', 'choices', 'tap'],
	'nodes/shared/parameters': ['api', 'events', 'filters', 'choices', 'tap'],
	'nodes/shared/tap': ['api', 'events', 'filters', 'choices'],
	'nodes/shared/api': ['events', 'filters', 'choices'],
	'nodes/shared/events': ['filters', 'choices'],
	'nodes/shared/filters': ['choices'],
	'nodes/InstantDm': ['InstantDmTrigger', 'InstantDmPollingTrigger'],
	'nodes/InstantDm/fields': [
		'messageFormats',
		'questions',
		'resources',
		'execution',
		'sendAndWait',
	],
	'nodes/InstantDm/messageFormats': ['questions', 'resources', 'execution', 'sendAndWait'],
	'nodes/InstantDm/questions': ['resources', 'execution', 'sendAndWait'],
	'nodes/InstantDm/resources': ['execution', 'sendAndWait'],
	'nodes/InstantDm/execution': ['sendAndWait'],
	'nodes/InstantDmTrigger': ['InstantDm', 'InstantDmPollingTrigger'],
	'nodes/InstantDmPollingTrigger': ['InstantDm', 'InstantDmTrigger'],
};

const outerWalls = (room) =>
	Object.entries(walls).flatMap(([outer, above]) => (room.startsWith(`${outer}/`) ? above : []));

export default defineConfig(
	{
		ignores: ['dist/', 'coverage/', 'reports/', '.stryker-tmp/', '**/node_modules/', '**/.tmp/'],
	},
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/consistent-type-imports': 'error',
			// The numbers in our messages (limits, item numbers, status codes) are meant to be read.
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
		},
	},
	{
		// What ships: n8n's own gate, the same rule sets that its scanner applies.
		files: ['package.json', 'nodes/**/*.ts', 'credentials/**/*.ts'],
		extends: [n8nCommunityNodesPlugin.configs.recommended],
		rules: { 'no-console': 'error' },
	},
	{
		files: ['package.json'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: { parser: tseslint.parser },
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Written for nodes inside n8n's own repository; n8n's scanner leaves both out as well.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// Both predate NodeConnectionTypes; n8n's scanner leaves them and the maximum rule out.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
	...Object.entries(walls).map(([room, above]) => ({
		files: [`${room}/**/*.ts`],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						// In a room within a room, what the outer one must not import is out of its reach as well.
						{
							regex: `/(${[...above, ...outerWalls(room)].join('|')})/`,
							message: `${room} is below it.`,
						},
					],
				},
			],
		},
	})),
	prettier,
);
