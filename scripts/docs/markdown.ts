/** A table; cells may hold bars and line breaks. */
export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.map(escape).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Nothing of a cell is markup but its code. */
function escape(cell: string): string {
	return cell.replaceAll('\n', ' ').replace(/[\\|*]/g, '\\$&');
}

/** JSON in a fence. */
export function json(value: unknown): string {
	return ['```json', JSON.stringify(value, null, 2), '```'].join('\n');
}

const BLOCK = /(<!-- generated: (.+?) -->\n)([\s\S]*?)(<!-- \/generated -->)/g;

/** The generated blocks of a page, in order: name and content. */
export function blocksOf(page: string): [name: string, content: string][] {
	return [...page.matchAll(BLOCK)].map(([, , name = '', content = '']) => [name, content]);
}

/**
 * The page with its generated blocks filled anew. A block stands between the comments
 * `generated: NAME` and `/generated`; one without content keeps what it has.
 */
export function filled(page: string, contents: Record<string, string>): string {
	return page.replace(BLOCK, (old, start: string, name: string, _, end: string) => {
		const content = contents[name];
		return content === undefined ? old : `${start}\n${content}\n\n${end}`;
	});
}
