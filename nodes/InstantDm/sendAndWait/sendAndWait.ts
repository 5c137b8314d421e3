import { randomBytes } from 'crypto';
import { DateTime } from 'luxon';
import type { IExecuteFunctions, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

import type { ApiRequest } from '../../shared/api/request';
import { isObject } from '../../shared/json/exactJson';
import { inputError } from '../../shared/parameters/check';
import { InputError } from '../../shared/parameters/inputError';
import type { ReadParameter } from '../../shared/parameters/parameter';
import { charactersTooMany, encodeReference, proofOf } from '../../shared/tap/reference';
import { execute } from '../execution/execute';
import { endOfWait, limitWaitTime } from '../fields/limitWaitTime';
import { choices, offersOf } from '../questions/offers';
import { QUESTION, questionSchema, type Question } from './question';
import { isReview, skipped, unanswered, unasked } from './unanswered';

/**
 * Sends the question like every other message, and has n8n put the execution to wait. Nothing is
 * kept but what n8n keeps of the execution and what the message carries.
 * @returns what goes on when the time is over without an answer
 */
export async function sendAndWait(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	let asked: { question: Question; until: () => Date } | undefined;
	const output = await execute(context, (operation) => ({
		...operation,
		plan: (read) => {
			assertCanWait(context, items.length);
			const until = readEndOfWait(context, read);
			const question = questionOf(context);
			question.sent = undefined;
			question.offers = offersOf(read).map(({ value, data }) => ({ value, data }));
			asked = { question, until };
			const reference = referencesOf(context, question.nonce);
			return operation.plan(read).map((request) => withReferences(request, reference));
		},
		items: ([[sent = {}] = []]) => {
			if (asked) asked.question.sent = sent;
			return [sent];
		},
	}));
	const { type } = context.getNode();
	const sent = asked?.question.sent;
	if (asked === undefined || sent === undefined) {
		return output.map((branch) => branch.map((item) => unasked(item, type)));
	}
	await context.putExecutionToWait(asked.until());
	const goesOn = items.map((item) => unanswered(item, type, sent));
	// When the time is over, n8n passes on the input that it stores.
	context.getExecuteData().data.main = [goesOn];
	skipOthers(context);
	// A copy: for an error output n8n empties the array it is given.
	return [[...goesOn]];
}

const ONE_AT_A_TIME = new InputError(
	'Send and Wait takes one item at a time',
	"put a Loop Over Items node with Batch Size 1 before it; to ask several people at the same time, ask in a sub-workflow that the loop starts, with 'Wait for Sub-Workflow Completion' turned off",
);

/** @throws InputError with what to do instead */
function assertCanWait(context: IExecuteFunctions, items: number): void {
	if (items > 1) throw ONE_AT_A_TIME;
	// Agents before version 3 run their tools within themselves: they would go on without an answer.
	if (context.getExecuteData().node.name !== context.getNode().name) {
		throw new InputError(
			"This AI agent can't wait for an answer",
			'use AI Agent version 3 (add the node again)',
		);
	}
}

/**
 * Until when to wait, told once the question is out: an interval begins then, however long the
 * question had to queue.
 * @throws InputError before it is out
 */
function readEndOfWait(context: IExecuteFunctions, read: ReadParameter): () => Date {
	const limit = limitWaitTime.from(read);
	const end = () => endOfWait(limit, context.getTimezone(), DateTime.now());
	const until = end();
	return limit.limitType === 'afterTimeInterval' ? end : () => until;
}

/** The question of this run, kept from now on; a new one, unless an earlier try has asked it. */
function questionOf(context: IExecuteFunctions): Question {
	const kept = context.getContext('node');
	const run = Number(context.getWorkflowDataProxy(0).$runIndex);
	const earlier = questionSchema.safeParse(kept[QUESTION]).data;
	const nonce = randomBytes(16).toString('base64url');
	const question: Question = earlier?.run === run ? earlier : { run, nonce, offers: [] };
	kept[QUESTION] = question;
	return question;
}

/**
 * Of several calls that a model makes together, n8n has only one reviewed, and takes what is in the
 * input of the others for their review.
 */
function skipOthers(context: Inside): void {
	const { type, name } = context.getNode();
	for (const { node, data } of context.runExecutionData?.executionData?.nodeExecutionStack ?? []) {
		if (isReview(type) && node.name === name) data.main = [[skipped]];
	}
}

/** Of n8n's contexts, what its types leave out. */
type Inside = IExecuteFunctions & {
	runExecutionData?: IRunExecutionData;
	additionalData?: { webhookWaitingBaseUrl: string };
	/** In n8n 1.123, which checks its signature only after this; later versions always do. */
	setSignatureValidationRequired?: () => void;
};

/** Makes a payload of a value. */
function referencesOf(context: Inside, nonce: string): (value: string) => string {
	context.setSignatureValidationRequired?.();
	const executionId = context.getExecutionId();
	const nodeId = context.getNode().id;
	const signature = signatureOf(context);
	return (value) => {
		const proof = proofOf(nonce, value);
		const payload = encodeReference({ executionId, nodeId, signature, proof, value });
		const tooMany = charactersTooMany(payload);
		if (tooMany === 0) return payload;
		const problem = `has a value that is ${tooMany} characters too long`;
		throw inputError(choices.property, problem, 'give it a shorter one');
	};
}

/** The request with each plain payload turned into a reference. */
function withReferences(request: ApiRequest, reference: (value: string) => string): ApiRequest {
	const body: unknown = JSON.parse(JSON.stringify(request.body), (key, value: unknown) =>
		key === 'payload' && typeof value === 'string' ? reference(value) : value,
	);
	return isObject(body) ? { ...request, body } : request;
}

/**
 * n8n's signature of the waiting webhook's address. Where the public URL has a path of its own, n8n
 * signs that path and then checks without it: the proxy in front has taken it off.
 */
function signatureOf(context: Inside): string {
	const { additionalData } = context;
	if (additionalData === undefined) return tokenIn(context.getSignedResumeUrl());
	const { origin, pathname } = new URL(additionalData.webhookWaitingBaseUrl);
	const webhookWaitingBaseUrl = origin + pathname.slice(pathname.lastIndexOf('/'));
	const inside = new Proxy(context, {
		get: (target, name): unknown =>
			name === 'additionalData'
				? { ...additionalData, webhookWaitingBaseUrl }
				: Reflect.get(target, name),
	});
	return tokenIn(inside.getSignedResumeUrl());
}

const tokenIn = (url: string) => new URL(url).searchParams.get('signature') ?? '';
