import type { INodeProperties } from 'n8n-workflow';

import { isObject } from '../../shared/json/exactJson';

/** n8n's message where it keeps what happened in the error's context. */
const PLACEHOLDER = 'Invalid expression';

/**
 * What n8n says of a parameter that it could not give, as one sentence: its
 * editor puts it together from the error's context (n8n-workflow's `ExpressionError`).
 * @param fields of the operation, for the parameter's label
 */
export function wordsOf(
	error: Error,
	fields: INodeProperties[],
): { title: string; advice: string | null } {
	const said: { message: string; description?: unknown; context?: unknown } = error;
	const context = isObject(said.context) ? said.context : {};
	const { messageTemplate, nodeCause, parameter } = context;
	const isPlaceholder = error.message === PLACEHOLDER && typeof messageTemplate === 'string';
	const problem = isPlaceholder ? withoutExample(messageTemplate) : error.message;
	if (typeof parameter !== 'string') return { title: problem, advice: null };
	const label = fields.find(({ name }) => name === parameter)?.displayName ?? parameter;
	const node =
		typeof nodeCause === 'string' && !problem.includes(nodeCause) ? ` ('${nodeCause}')` : '';
	const advice =
		typeof said.description === 'string'
			? withoutLinks(said.description)
			: 'check the expression in this field';
	return { title: `'${label}' has an error in its expression: ${problem}${node}`, advice };
}

/** Some of n8n's templates end with an example that holds a gap. */
const withoutExample = (template: string) => template.replace(/,? i\.e\. \{\{.*$/s, '');

const withoutLinks = (html: string) => html.replace(/<a\b.*?<\/a>/gs, '').trim();
