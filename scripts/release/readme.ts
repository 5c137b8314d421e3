import MarkdownIt from 'markdown-it';

const PICTURE = /\.(png|jpe?g|gif|webp)$/i;

/**
 * What of a README would not work on npm's site, a sentence each. npm resolves relative links and
 * pictures in Markdown through package.json's repository, to the newest commit on GitHub; those in
 * HTML tags it leaves as they are, and GitHub serves SVG files as plain text.
 * @param files what the repository holds, relative to its root
 * @param repository package.json's `repository.url`
 */
export function npmProblems(readme: string, files: string[], repository: string): string[] {
	const { links, pictures, html } = addressesIn(readme);
	return [
		...(/^git\+https:\/\/github\.com\/[^/]+\/[^/]+\.git$/.test(repository)
			? []
			: [`package.json's repository isn't a full GitHub URL: ${repository}`]),
		...links.filter(isRelative).flatMap((link) => problemOf(link, files)),
		...pictures
			.filter(isRelative)
			.flatMap((picture) => [
				...problemOf(picture, files),
				...(PICTURE.test(picture) ? [] : [`Not a picture that GitHub serves as one: ${picture}`]),
			]),
		...pictures
			.filter((picture) => picture.startsWith('http:'))
			.map((picture) => `Not https: ${picture}`),
		...html.filter(isRelative).map((address) => `Relative address in an HTML tag: ${address}`),
	];
}

const isRelative = (address: string) => !/^([a-z]+:|#)/i.test(address);

function problemOf(address: string, files: string[]): string[] {
	const path = decodeURI(address.replace(/[?#].*$/, ''));
	const isThere = files.some(
		(file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`),
	);
	return isThere ? [] : [`Not in the repository: ${address}`];
}

function addressesIn(readme: string) {
	const tokens = new MarkdownIt({ html: true })
		.parse(readme, {})
		.flatMap((token) => [token, ...(token.children ?? [])]);
	const attributes = (type: string, name: string) =>
		tokens.filter((token) => token.type === type).map((token) => String(token.attrGet(name)));
	const html = tokens.filter(({ type }) => type.startsWith('html_')).map(({ content }) => content);
	return {
		links: attributes('link_open', 'href'),
		pictures: attributes('image', 'src'),
		html: [...html.join('').matchAll(/\b(?:src|srcset|href)=["']([^"']*)/gi)].map(
			([, address = '']) => address,
		),
	};
}
