import {
	SEND_AND_WAIT_OPERATION,
	sleep,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { call } from '../../shared/api/call';
import { readAccess } from '../../shared/api/credential';
import { InputError } from '../../shared/parameters/inputError';
import { readRunOptions } from '../fields/options';
import { readOnce } from '../fields/readItem';
import { findOperation } from '../resources';
import type { Operation } from '../resources/operation';
import { lineOf } from './accountLine';
import { forModel, isAiTool, storeOf } from './aiTool';
import { Caller } from './caller';
import { clockUntil } from './clock';
import { hintsOn, showHints } from './hints';
import { runError } from './nodeError';
import { isRetriedByHand, originOf } from './origin';
import { inputFailure, type Outcome } from './outcome';
import { outputItems } from './outputItems';
import { runItems } from './runItems';
import { contentKey, placeKey, SentMemory } from './sentMemory';
import { signedFile } from './signedFile';
import { Stop } from './stop';

/** How long a cancelled run waits for the calls that are out. */
const GRACE_MS = 800;

/**
 * Runs the node's operation over all items: the whole of the node's `execute`.
 *
 * @param adapted the operation as it is to be run
 * @returns the items for each input item, in input order, on the first output
 * @throws NodeApiError or NodeOperationError for the first failed item, unless the node is set to
 * continue
 */
export async function execute(
	context: IExecuteFunctions,
	adapted: Adapted = (operation) => operation,
): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const outcomes = await outcomesOf(context, adapted);
	const node = context.getNode();
	if (!goesOn(context) && outcomes.some(({ ok }) => !ok)) throw runError(node, outcomes);
	showHints(context, hintsOn(outcomes));
	return [outcomes.flatMap((outcome, item) => outputItems(node, item, outcome))];
}

type Adapted = (operation: Operation) => Operation;

/** Whether failed items come out as items. */
function goesOn(context: IExecuteFunctions): boolean {
	// What a tool throws does not reach every model: the AI Agents before 3 answer it with an empty
	// text, and n8n 1.123 ends the agent's run.
	return context.continueOnFail() || isAiTool(context);
}

/**
 * What became of each item. Whatever goes wrong is in it: n8n passes the input on as if all were
 * well when a node set to continue throws.
 */
async function outcomesOf(context: IExecuteFunctions, adapted: Adapted): Promise<Outcome[]> {
	const items = context.getInputData();
	try {
		const operation = adapted(operationOf(context));
		const memory = memoryOf(context, operation);
		const outcomes = await run(context, operation, memory);
		// What can be tapped leads to this execution: one that is retried has to ask again.
		const isAsked = operation.value === SEND_AND_WAIT_OPERATION && outcomes.every(({ ok }) => ok);
		if (isAsked) memory.forgetHere();
		if (isAsked || !mayRunAgain(context, outcomes)) memory.forget();
		return isAiTool(context) ? outcomes.map(forModel) : outcomes;
	} catch (error) {
		return items.map(() => inputFailure(error));
	}
}

function operationOf(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0, '');
	const operation = findOperation(resource, name);
	if (operation !== undefined) return operation;
	// n8n knows no operation of a resource that it doesn't know.
	if (name === '') {
		throw new InputError(`This version doesn't support "${resource}"`, 'choose another resource');
	}
	throw new InputError(
		`This version doesn't support "${name}" for "${resource}"`,
		'choose another operation',
	);
}

function memoryOf(context: IExecuteFunctions, { value }: Operation): SentMemory {
	const origin = { name: originOf(context), isRetried: isRetriedByHand(context) };
	const store = storeOf(context) ?? {};
	// Each round asks its question again, a model's too.
	const isRound = !isAiTool(context) || value === SEND_AND_WAIT_OPERATION;
	if (!isRound) return new SentMemory(store, value, contentKey, origin);
	const round = `${context.getWorkflowDataProxy(0).$runIndex} ${value}`;
	return new SentMemory(store, round, placeKey, origin);
}

/** Whether the same items may come again, so that what was sent for them must be remembered. */
function mayRunAgain(context: IExecuteFunctions, outcomes: Outcome[]): boolean {
	const node = context.getNode();
	// Which results make n8n use another try differs between its versions; an execution that failed
	// or was cancelled may be retried; a model says the same thing again when it has lost its answer.
	return (
		node.retryOnFail === true ||
		isAiTool(context) ||
		context.getExecutionCancelSignal()?.aborted === true ||
		(!context.continueOnFail() && outcomes.some(({ ok }) => !ok))
	);
}

async function run(
	context: IExecuteFunctions,
	operation: Operation,
	memory: SentMemory,
): Promise<Outcome[]> {
	const options = readRunOptions((name) => context.getNodeParameter(name, 0));
	const access = readAccess(await context.getCredentials('instantDmApi'));
	const signal = context.getExecutionCancelSignal();
	const stop = new Stop(signal);
	const clock = clockUntil(() => stop.reason(true) !== null);
	const line = lineOf(access);
	const offers = (option: string) =>
		operation.options?.options?.some(({ name }) => name === option) ?? false;
	const finished = new AbortController();
	const graceOver = new Promise<void>((resolve) => {
		const onCancel = () => void sleep(GRACE_MS).then(resolve);
		signal?.addEventListener('abort', onCancel, { once: true, signal: finished.signal });
	});
	try {
		return await runItems({
			...{ items: context.getInputData().length, operation, options, memory },
			...{ stop, clock, graceOver, oncePerRun: new Map() },
			stopOnError: !goesOn(context),
			caller: new Caller({ line, options, offers, stop, clock, random: Math.random }),
			read: (item) =>
				readOnce(
					(name) => context.getNodeParameter(name, item),
					(given) => signedFile(context, item, given, options.maxWait),
					Math.random,
				),
			call: (request) => call(context, access, request, options.timeout * 1000),
		});
	} finally {
		finished.abort();
	}
}
