import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { readAccess } from '../../shared/api/credential';
import type { Operation } from '../resources/operation';
import { call } from '../../shared/api/call';
import { webhookCall } from '../../shared/api/request';
import { forModel, isAiTool } from './aiTool';
import { clockUntil } from './clock';
import { deliverAll, type Round } from './runItems';
import { Halt } from './stop';
import { runError } from './nodeError';
import { parseOptions } from './options';
import { inputFailure, type Outcome } from './outcome';
import { outputItem, replaceEarlierOutput } from './outputItems';
import { contentKey, placeKey, SentMemory } from './sentMemory';

/** How long a cancelled run waits for the calls that are out, in milliseconds. */
const PATIENCE = 800;

/**
 * Runs one operation over all items: the whole of the node's `execute`.
 *
 * @returns one item for each input item, in input order, on the first output
 * @throws NodeApiError or NodeOperationError for the first failed item, unless the node is set to
 * continue
 */
export async function run(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const items = context.getInputData();
	if (items.length === 0) return [[]];

	const isTool = isAiTool(node);
	const memory = memoryOf(context, isTool);
	const stopOnError = !context.continueOnFail();
	let outcomes: Outcome[];
	try {
		const round = await roundOf(context, operation, memory, items.length);
		outcomes = await deliver(context, { ...round, stopOnError });
	} catch (error) {
		// n8n passes the input on as if all were well when a node set to continue throws.
		outcomes = items.map(() => inputFailure(error));
	}
	if (isTool) outcomes = outcomes.map(forModel);

	const failed = outcomes.some((outcome) => !outcome.sent);
	// What a tool throws does not reach every model: the AI Agents before 3 answer it with an empty
	// text, n8n 1.85 with "undefined", and n8n 1.123 ends the agent's run.
	if (stopOnError && failed && !isTool) throw runError(node, outcomes);
	const output = outcomes.map((outcome, item) => outputItem(node, item, outcome));
	if (!mayRunAgain(context, isTool, failed)) memory.forget();
	else if (!isTool) replaceEarlierOutput(memory.identity, output);
	return [output];
}

function memoryOf(context: IExecuteFunctions, isTool: boolean): SentMemory {
	const store = context.getContext('node');
	if (isTool) return new SentMemory(store, 'tool', contentKey);
	return new SentMemory(store, String(context.getWorkflowDataProxy(0).$runIndex), placeKey);
}

/** Whether the same items may come again, so that what was sent for them must be remembered. */
function mayRunAgain(context: IExecuteFunctions, isTool: boolean, failed: boolean): boolean {
	// A model may say the same thing twice on purpose, but not when the first time failed.
	if (isTool) return failed;
	// Which results make n8n use another try differs between its versions; a cancelled execution
	// may be retried.
	return context.getNode().retryOnFail === true || cancelSignalOf(context)?.aborted === true;
}

function cancelSignalOf(context: IExecuteFunctions): AbortSignal | undefined {
	// Older n8n has no such signal.
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

async function roundOf(
	context: IExecuteFunctions,
	operation: Operation,
	memory: SentMemory,
	items: number,
): Promise<Omit<Round, 'stopOnError'>> {
	const options = parseOptions(context.getNodeParameter('options', 0, {}));
	const access = readAccess(await context.getCredentials('instantDmApi'));
	const timeout = options.timeout * 1000;
	// Read once and used twice: evaluating expressions is most of what an item costs.
	const ids = Array.from({ length: items }, (_, item) => idOf(context, operation, item));
	return {
		options,
		addressees: ids.map(addressee),
		plan: (item) =>
			operation.plan((name) => {
				const id = name === operation.addressee ? ids[item] : undefined;
				return id ?? context.getNodeParameter(name, item);
			}, options),
		recall: (item, bodies) => memory.recall(item, bodies),
		send: async (body) => await call(context, access, webhookCall(body), timeout),
		answer: (answers) => operation.answer(answers),
	};
}

/** The id as the item gives it; one that cannot be read is for the item's own plan to complain of. */
function idOf(context: IExecuteFunctions, operation: Operation, item: number): unknown {
	try {
		return context.getNodeParameter(operation.addressee, item);
	} catch {
		return undefined;
	}
}

/** Whom an id means: blanks around it, or a number for a string, make nobody else of it. */
function addressee(id: unknown): string | null {
	return typeof id === 'string' || typeof id === 'number' ? String(id).trim() : null;
}

async function deliver(context: IExecuteFunctions, round: Round): Promise<Outcome[]> {
	const signal = cancelSignalOf(context);
	const halt = new Halt(signal);
	const finished = new AbortController();
	const outOfPatience = new Promise<void>((resolve) => {
		const onCancel = () => void sleep(PATIENCE).then(resolve);
		signal?.addEventListener('abort', onCancel, { once: true, signal: finished.signal });
	});
	try {
		const clock = clockUntil(() => halt.reason(true) !== null);
		return await deliverAll(round, { clock, random: Math.random, halt, outOfPatience });
	} finally {
		finished.abort();
	}
}
