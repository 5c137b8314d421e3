import { sleep, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { call } from '../../shared/api/call';
import { readAccess } from '../../shared/api/credential';
import { options as optionsField } from '../fields/options';
import type { Operation } from '../resources/operation';
import { lineOf } from './accountLine';
import { forModel, isAiTool } from './aiTool';
import { clockUntil } from './clock';
import { signedFile } from './signedFile';
import { hintsOn, showHints } from './hints';
import { runError } from './nodeError';
import { inputFailure, type Outcome } from './outcome';
import { outputItems, replaceEarlierOutput } from './outputItems';
import { runItems, type Run } from './runItems';
import { contentKey, placeKey, SentMemory } from './sentMemory';
import { Stop } from './stop';

/** How long a cancelled run waits for the calls that are out. */
const GRACE_MS = 800;

/**
 * Runs one operation over all items: the whole of the node's `execute`.
 *
 * @returns the items for each input item, in input order, on the first output
 * @throws NodeApiError or NodeOperationError for the first failed item, unless the node is set to
 * continue
 */
export async function execute(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const items = context.getInputData();
	if (items.length === 0) return [[]];

	const isTool = isAiTool(node);
	const memory = memoryOf(context, operation, isTool);
	const stopOnError = !context.continueOnFail();
	let outcomes: Outcome[];
	try {
		const run = await runOf(context, operation, memory, items.length);
		outcomes = await runUntilCancelled(context, { ...run, stopOnError });
	} catch (error) {
		// n8n passes the input on as if all were well when a node set to continue throws.
		outcomes = items.map(() => inputFailure(error));
	}
	if (isTool) outcomes = outcomes.map(forModel);

	const failed = outcomes.some(({ ok }) => !ok);
	// What a tool throws does not reach every model: the AI Agents before 3 answer it with an empty
	// text, n8n 1.85 with "undefined", and n8n 1.123 ends the agent's run.
	if (stopOnError && failed && !isTool) throw runError(node, outcomes);
	showHints(context, hintsOn(outcomes));
	const output = outcomes.flatMap((outcome, item) => outputItems(node, item, outcome));
	if (!mayRunAgain(context, isTool, failed)) memory.forget();
	else if (!isTool) replaceEarlierOutput(memory.identity, output);
	return [output];
}

function memoryOf(context: IExecuteFunctions, { value }: Operation, isTool: boolean): SentMemory {
	const store = context.getContext('node');
	if (isTool) return new SentMemory(store, 'tool', contentKey);
	const run = `${context.getWorkflowDataProxy(0).$runIndex} ${value}`;
	return new SentMemory(store, run, placeKey);
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

async function runOf(
	context: IExecuteFunctions,
	operation: Operation,
	memory: SentMemory,
	items: number,
): Promise<Omit<Run, 'stopOnError'>> {
	const options = optionsField.from((name) => context.getNodeParameter(name, 0, {}));
	const access = readAccess(await context.getCredentials('instantDmApi'));
	return {
		...{ items, operation, options, memory, line: lineOf(access) },
		read: (item, name) => context.getNodeParameter(name, item),
		signedFile: (item, given) => signedFile(context, item, given),
		call: (request) => call(context, access, request, options.timeout * 1000),
	};
}

async function runUntilCancelled(context: IExecuteFunctions, run: Run): Promise<Outcome[]> {
	const signal = cancelSignalOf(context);
	const stop = new Stop(signal);
	const finished = new AbortController();
	const graceOver = new Promise<void>((resolve) => {
		const onCancel = () => void sleep(GRACE_MS).then(resolve);
		signal?.addEventListener('abort', onCancel, { once: true, signal: finished.signal });
	});
	try {
		const clock = clockUntil(() => stop.reason(true) !== null);
		return await runItems(run, { clock, random: Math.random, stop, graceOver });
	} finally {
		finished.abort();
	}
}
