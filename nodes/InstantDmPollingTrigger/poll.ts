import {
	NodeApiError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { datedCall } from '../shared/api/call';
import { readAccess } from '../shared/api/credential';
import { FailedCall } from '../shared/api/failedCall';
import { sentenceOf, sentences } from '../shared/api/result';
import { jsonOf } from '../shared/events/simplify';
import { filterOf, isOwn } from '../shared/filters/index';
import { toSetupError } from '../shared/parameters/inputError';
import { readMemory, writeMemory, type Memory } from './memory';
import { findNews, type Task } from './news';
import { sample } from './sample';
import { readSettings, type Settings } from './settings';
import type { NewItem } from './threads';

/** Of the time that n8n gives a poll, the part after which nothing more is begun. */
const PART_OF_BUDGET = 0.8;

/** What a person set, ready to be used. */
interface Setup {
	settings: Settings;
	/** Whether a comment or a message starts the workflow. */
	isWelcome: (found: NewItem) => boolean;
}

/**
 * The node's `poll`: what is new since the last one, oldest first. Its cursor is kept in n8n's static
 * data. A manual run shows the newest comment and the newest message, and neither reads nor writes
 * the cursor.
 * @returns null where nothing starts the workflow
 * @throws NodeApiError where nothing could be read, NodeOperationError for a setting that cannot be
 *   used
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const { settings, isWelcome } = readSetup(context);
	const access = readAccess(await context.getCredentials('instantDmApi'));
	const began = Date.now();
	const endsAt = began + budgetMs(context) * PART_OF_BUDGET;
	const task: Task = {
		call: (request, timeoutMs) => datedCall(context, access, request, timeoutMs),
		began,
		timeLeftMs: () => endsAt - Date.now(),
		access,
		settings,
	};
	const news =
		context.getMode() === 'manual'
			? await tried(context, false, () => sample(task, isWelcome))
			: await moveOn(context, task);
	return itemsOf(news.filter(isWelcome), settings);
}

/** An n8n older than 2.40.1 has no limit, and no question for it. */
function budgetMs(context: IPollFunctions): number {
	return 'getPollBudgetMs' in context ? context.getPollBudgetMs() : Infinity;
}

/** @throws NodeOperationError naming the setting that cannot be used, and what to do */
function readSetup(context: IPollFunctions): Setup {
	try {
		const settings = readSettings((name) => context.getNodeParameter(name));
		const heldBackBy = filterOf(settings.options);
		const { ignoreOwnActivity } = settings.options;
		return {
			settings,
			isWelcome: ({ item, element }) =>
				!(ignoreOwnActivity && isOwn(item)) && heldBackBy(item, element) === null,
		};
	} catch (error) {
		throw toSetupError(context.getNode(), error);
	}
}

/** How far a node has come, with the memory as the string that n8n keeps. */
type Progress = Pick<Memory, 'born' | 'polls'> & { cursor: string };

/**
 * The poll of each node that is running in this process, with its static data, and how far the node
 * has come. n8n can hold one node twice, each time with static data of its own: old versions do at
 * times, and any version does when it publishes again while a poll is running.
 */
const running = new Map<string, { kept: IDataObject; progress: Promise<Progress | null> }>();
const furthest = new Map<string, Progress>();

/**
 * Whether n8n drops what a poll brings when the workflow has been published again meanwhile, or is
 * no longer published: then only what n8n kept says how far the node has come.
 */
const dropsOthers = (context: IPollFunctions) => 'getPollBudgetMs' in context;

/** One poll, unless one of the same node is still being done: then its progress counts for this one. */
async function moveOn(context: IPollFunctions, task: Task): Promise<NewItem[]> {
	const kept = context.getWorkflowStaticData('node');
	const node = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const other = running.get(node);
	if (other && (other.kept === kept || !dropsOthers(context))) {
		const progress = await other.progress;
		if (progress) kept.cursor = progress.cursor;
		return [];
	}
	const memory = () =>
		dropsOthers(context) ? readMemory(kept.cursor) : memoryOf(node, kept.cursor);
	const polled = tried(context, kept.cursor !== undefined, () => findNews(task, memory())).then(
		({ news, memory: { born, polls, ...rest }, warnings }) => {
			const cursor = writeMemory({ born, polls, ...rest });
			return { news, warnings, progress: { born, polls, cursor } };
		},
	);
	const own = {
		kept,
		progress: polled.then(
			({ progress }) => progress,
			() => null,
		),
	};
	running.set(node, own);
	try {
		const { news, warnings, progress } = await polled;
		kept.cursor = progress.cursor;
		furthest.set(node, progress);
		const { name } = context.getNode();
		for (const warning of warnings) context.logger.warn(`${name} ${warning}`);
		return news;
	} finally {
		if (running.get(node) === own) running.delete(node);
	}
}

function memoryOf(node: string, cursor: unknown): Memory | null {
	const memory = readMemory(cursor);
	const other = furthest.get(node);
	const isBehind = memory && other?.born === memory.born && other.polls > memory.polls;
	return isBehind ? readMemory(other.cursor) : memory;
}

/**
 * @param isSafe whether there was a poll before, after which the next one goes on
 * @throws what n8n shows of the error
 */
async function tried<T>(
	context: IPollFunctions,
	isSafe: boolean,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toNodeError(context.getNode(), error, isSafe);
	}
}

/** In one sentence: of what publishing fails with, n8n shows the message alone. */
function toNodeError(node: INode, error: unknown, isSafe: boolean): Error {
	if (!(error instanceof FailedCall)) return toSetupError(node, error);
	const { details, httpCode } = error.failure;
	const message = sentenceOf(error.failure);
	const comfort = isSafe ? 'Nothing is lost: the next check catches up' : null;
	return new NodeApiError(
		node,
		{ message },
		{ message, description: sentences(details, comfort), ...(httpCode !== null && { httpCode }) },
	);
}

function itemsOf(
	found: readonly NewItem[],
	{ simplify, options }: Settings,
): INodeExecutionData[][] | null {
	if (found.length === 0) return null;
	return [
		found.map(({ item, element }) => ({
			json: simplify ? jsonOf(item, element, options.includePayload) : element.raw,
		})),
	];
}
