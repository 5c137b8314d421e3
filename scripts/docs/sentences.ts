import { readFileSync } from 'node:fs';

import ts from 'typescript';

/** A text in the source; in place of what is filled in at run time there is `…`. */
export interface Text {
	text: string;
	/** The property it is the value of, such as `description`; else null. */
	property: string | null;
	/** The same for the texts of one `new Error(…)`, its title and its description; else 0. */
	together: number;
}

/** Every string and template in a source file, types included. */
export function textsIn(file: string): Text[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(file, 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const found: Text[] = [];
	const visit = (node: ts.Node, property: string | null, together: number) => {
		const text = textOf(node);
		if (text !== undefined) found.push({ text, property, together });
		const inside =
			ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) ? node.name.text : property;
		const group = ts.isNewExpression(node) ? node.pos : together;
		ts.forEachChild(node, (child) => {
			visit(child, inside, group);
		});
	};
	visit(source, null, 0);
	return found;
}

function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…');
}

/** Whether a page says the text, whatever is in place of each `…`. */
export function says(page: string, text: string): boolean {
	const parts = text.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(parts.join('.{1,200}?')).test(page);
}
