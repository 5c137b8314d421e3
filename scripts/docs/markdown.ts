/**
 * A table; cells may hold bars and line breaks.
 * @param others how all columns but the first are aligned
 */
export function table(
	head: readonly string[],
	rows: readonly (readonly string[])[],
	others: 'left' | 'right' = 'left',
): string {
	const line = (cells: readonly string[]) => `| ${cells.map(escape).join(' | ')} |`;
	const rule = head.map((_, column) => (column > 0 && others === 'right' ? '--:' : '---'));
	return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** Nothing of a cell is markup but its code, its links and its line breaks. */
function escape(cell: string): string {
	return cell.replaceAll('\n', '<br>').replace(/[\\|*]/g, '\\$&');
}

/** JSON in a fence. */
export function json(value: unknown): string {
	return ['```json', JSON.stringify(value, null, 2), '```'].join('\n');
}

/** What is shown only after a click on its title. */
export function folded(title: string, content: string): string {
	return [`<details>\n<summary>${title}</summary>`, content, '</details>'].join('\n\n');
}

/** Parts of a page below each other; those that are empty or missing are left out. */
export function stacked(parts: (string | undefined)[]): string {
	return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** The anchor that GitHub gives a heading. */
export function anchorOf(heading: string): string {
	return heading
		.replace(/\[([^\]]*)\]\([^)]*\)|[`*]/g, '$1')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_ -]/gu, '')
		.replaceAll(' ', '-');
}

const BLOCK = /(<!-- generated: (.+?) -->\n)([\s\S]*?)(<!-- \/generated -->)/g;
// Aligned by Prettier, wide tables would be mostly spaces, and each change of a cell one of the table.
const AS_IT_IS = ['<!-- prettier-ignore-start -->', '<!-- prettier-ignore-end -->'] as const;

/** The generated blocks of a page, in order: name and content. */
export function blocksOf(page: string): [name: string, content: string][] {
	return [...page.matchAll(BLOCK)].map(([, , name = '', content = '']) => [
		name,
		AS_IT_IS.reduce((text, mark) => text.replace(mark, ''), content).trim(),
	]);
}

/**
 * The page with its generated blocks filled anew. A block is what is between the comments
 * `generated: NAME` and `/generated`; one that nothing is known about keeps what it has.
 */
export function filled(page: string, contents: Record<string, string>): string {
	const [before, after] = AS_IT_IS;
	return page.replace(BLOCK, (old, start: string, name: string, _, end: string) => {
		const content = contents[name];
		return content === undefined ? old : `${start}${before}\n\n${content}\n\n${after}\n${end}`;
	});
}

/** The page with its generated blocks empty, each still as many lines long. */
export function withoutBlocks(page: string): string {
	return page.replace(
		BLOCK,
		(_, start: string, _name: string, content: string, end: string) =>
			`${start}${content.replace(/[^\n]/g, '')}${end}`,
	);
}
