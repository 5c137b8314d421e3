import { readFileSync } from 'node:fs';

import { uniq } from 'lodash';
import ts from 'typescript';

/** What is in a source file for people to read. */
interface Readable {
	/** Strings and templates, types included, with `…` for what is filled in at run time. */
	strings: string[];
	comments: string[];
}

export function readSource(file: string): Readable {
	const text = readFileSync(file, 'utf8');
	const strings: string[] = [];
	const comments: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isStringLiteralLike(node)) strings.push(node.text);
		if (ts.isTemplateExpression(node)) {
			const spans = node.templateSpans.map(({ literal }) => `…${literal.text}`);
			strings.push([node.head.text, ...spans].join(''));
		}
		for (const { pos, end } of ts.getLeadingCommentRanges(text, node.pos) ?? []) {
			comments.push(text.slice(pos, end));
		}
		node.getChildren().forEach(visit);
	};
	visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
	return { strings, comments: uniq(comments) };
}
