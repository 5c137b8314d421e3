import type {
	INodeExecutionData,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { z } from 'zod';

import { isObject } from '../../shared/json/exactJson';
import { proves } from '../../shared/tap/reference';
import { tapSchema, type Tap, type Verdict } from '../../shared/tap/tap';
import { QUESTION, questionSchema, type Question } from './question';

/** Where n8n takes the answer to what a node's execution waits for. */
export const waitingWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Empty, so that n8n sends the answer of webhook() and not one of its own.
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	},
];

/** What n8n's editor says at the node while the execution waits. */
export const WAITING_TOOLTIP =
	'The execution continues when the person taps an answer, or when the wait time is over';

/** What n8n stored of the node when it put the execution to wait. */
const waitingSchema = z.object({
	question: questionSchema,
	item: z.custom<INodeExecutionData>(isItem),
});

function isItem(value: unknown): value is INodeExecutionData {
	return isObject(value) && isObject(value.json);
}

/** Two taps in the same moment: n8n 1.123 answers the first before it takes the execution over. */
const BOTH_AT_ONCE_MS = 30_000;
const answered = new Map<string, number>();

/**
 * Resumes the execution with a tap on its question; leaves it waiting for anything else. It reads no
 * parameter, and never throws: then n8n would resume the execution with an empty item.
 */
export function answerQuestion(context: IWebhookFunctions): IWebhookResponseData {
	const tap = tapSchema.safeParse(context.getBodyData());
	const waiting = waitingOf(context);
	const output = tap.success && waiting ? outputOf(tap.data, waiting.question) : undefined;
	if (!tap.success || !waiting || !output || !isFirst(waiting.question.nonce)) {
		return { webhookResponse: { status: 'notWaiting' } satisfies Verdict };
	}
	const { item } = waiting;
	const { response } = tap.data;
	const said = { ...output, response, sent: waiting.question.sent };
	const resumed = context.getNode().type.endsWith('Tool')
		? { json: said }
		: { ...item, json: { ...item.json, ...said } };
	return {
		workflowData: [[resumed]],
		webhookResponse: { status: 'resumed' } satisfies Verdict,
	};
}

function outputOf({ value, proof }: Tap, { nonce, offers }: Question) {
	const offer = offers.find((offer) => offer.value === value);
	return offer && proves(proof, nonce, value) ? { data: offer.data } : undefined;
}

function waitingOf(context: IWebhookFunctions): z.infer<typeof waitingSchema> | undefined {
	// Braces would end the expression.
	const name = JSON.stringify(context.getNode().name).replace(
		/[{}]/g,
		(brace) => `\\u00${brace.charCodeAt(0).toString(16)}`,
	);
	try {
		const kept = context.evaluateExpression(
			`{{ ({ question: $node[${name}].context.${QUESTION}, item: $thisItem }) }}`,
		);
		return waitingSchema.safeParse(kept).data;
	} catch {
		return undefined;
	}
}

function isFirst(nonce: string): boolean {
	const now = Date.now();
	for (const [other, at] of answered) if (now - at > BOTH_AT_ONCE_MS) answered.delete(other);
	if (answered.has(nonce)) return false;
	answered.set(nonce, now);
	return true;
}
