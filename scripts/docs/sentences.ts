import { readFileSync } from 'node:fs';

import ts from 'typescript';

/** A text in the source; in place of what is filled in at run time there is `…`. */
export interface Text {
	text: string;
	/** The property it is the value of, such as `description`, within a call; else null. */
	property: string | null;
	/** The same for the texts given to one call, such as an error's title and its advice. */
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
		const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
		// Of two alternatives, each is by itself.
		const isChoice = ts.isConditionalExpression(node);
		ts.forEachChild(node, (child) => {
			const group = isCall ? node.pos : isChoice ? child.pos : together;
			visit(child, isCall ? null : inside, group);
		});
	};
	visit(source, null, 0);
	return found;
}

function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isIdentifier(node)) return isArgument(node) ? constantOf(node) : undefined;
	if (!ts.isTemplateExpression(node)) return undefined;
	const spans = node.templateSpans.map(({ expression, literal }) => {
		const known = ts.isIdentifier(expression) ? constantOf(expression) : undefined;
		return `${known ?? '…'}${literal.text}`;
	});
	return [node.head.text, ...spans].join('');
}

/** The text that a name stands for, where the blocks around it say so. */
function constantOf({ text, parent }: ts.Identifier): string | undefined {
	for (let around = parent; ; around = around.parent) {
		if (ts.isBlock(around) || ts.isSourceFile(around)) {
			const declared = around.statements
				.filter(ts.isVariableStatement)
				.flatMap(({ declarationList }) => [...declarationList.declarations])
				.find(({ name }) => ts.isIdentifier(name) && name.text === text);
			if (declared) return declared.initializer && textOf(declared.initializer);
		}
		if (ts.isSourceFile(around)) return undefined;
	}
}

function isArgument({ parent }: ts.Node): boolean {
	return ts.isCallExpression(parent) || ts.isNewExpression(parent);
}

/** Whether a page says the text, in any case and with anything in the place of each `…`. */
export function says(page: string, text: string): boolean {
	const parts = text.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(parts.join('.{1,200}?'), 'i').test(page);
}
