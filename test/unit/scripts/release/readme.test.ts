import { npmProblems } from '../../../../scripts/release/readme';

const FILES = ['README.md', 'docs/trigger.md', 'docs/images/form.png', 'docs/images/logo.svg'];
const REPOSITORY = 'git+https://github.com/us/ours.git';
const problems = (readme: string) => npmProblems(readme, FILES, REPOSITORY);

describe("the README on npm's site", () => {
	it.each([
		['a relative link', '[Trigger](docs/trigger.md#options)'],
		['a link to a folder', '[Docs](docs/)'],
		['a relative picture', '![The form](docs/images/form.png)'],
		['a full URL', '[n8n](https://n8n.io) ![CI](https://example.com/badge.svg)'],
		['an anchor', '[Install](#install)'],
		['an e-mail address', '<mailto:help@example.com>'],
		['HTML with a full URL', '<img src="https://example.com/form.png" width="400">'],
		['code that looks like a link', '`[a](missing.md)`\n\n```md\n![b](missing.png)\n```'],
	])('shows %s', (_name, readme) => {
		expect(problems(readme)).toEqual([]);
	});

	it.each([
		['a link to a missing file', '[a](docs/none.md)', 'Not in the repository: docs/none.md'],
		['the wrong case', '![a](docs/images/Form.png)', 'Not in the repository: docs/images/Form.png'],
		['a link by reference', '[a]\n\n[a]: none.md', 'Not in the repository: none.md'],
		[
			'a picture inside a link',
			'[![a](none.png)](docs/trigger.md)',
			'Not in the repository: none.png',
		],
		['the start of a name', '[a](docs/trig)', 'Not in the repository: docs/trig'],
		['a link from the root', '[a](/docs/trigger.md)', 'Not in the repository: /docs/trigger.md'],
		['a link out of the repository', '[a](../a.md)', 'Not in the repository: ../a.md'],
		['SVG from the repository', '![a](docs/images/logo.svg)', 'Not a picture that GitHub serves'],
		['a picture without TLS', '![a](http://example.com/a.png)', 'Not https: http://example.com'],
		[
			'a relative img tag',
			'<p><img src="docs/images/form.png"></p>',
			'Relative address in an HTML',
		],
		[
			'a relative source tag',
			'See <source srcset="a.png">',
			'Relative address in an HTML tag: a.png',
		],
	])('does not show %s', (_name, readme, problem) => {
		expect(problems(readme)).toEqual([expect.stringContaining(problem)]);
	});

	it.each(['us/ours', 'git+https://gitlab.com/us/ours.git', 'https://github.com/us'])(
		'resolves nothing through the repository %s',
		(repository) => {
			expect(npmProblems('', FILES, repository)).toEqual([
				`package.json's repository isn't a full GitHub URL: ${repository}`,
			]);
		},
	);
});
