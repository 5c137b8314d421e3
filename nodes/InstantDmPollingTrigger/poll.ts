import {
	NodeApiError,
	type INode,
	type INodeExecutionData,
	type IPollFunctions,
} from 'n8n-workflow';

import { call } from '../shared/api/call';
import { readAccess } from '../shared/api/credential';
import { FailedCall } from '../shared/api/failedCall';
import { descriptionOf } from '../shared/api/result';
import { jsonOf } from '../shared/events/simplify';
import { filterOf, isOwn } from '../shared/filters/index';
import { toSetupError } from '../shared/parameters/setupError';
import { readCursor } from './cursor';
import { look, type Outcome, type Task } from './look';
import type { Found } from './news';
import { onceAtATime } from './onceAtATime';
import { sample } from './sample';
import { readSettings, type Settings } from './settings';

const TIMEOUT_MS = 30_000;

/** What a person set, ready to be used. */
interface Setup {
	settings: Settings;
	/** Whether a comment or a message starts the workflow. */
	isWelcome: (found: Found) => boolean;
}

/**
 * The node's `poll`: what is new since the last one, oldest first. Its cursor is kept in n8n's static
 * data and written only when every call has succeeded. A manual run shows the newest comment and the
 * newest message, and neither reads nor writes the cursor.
 * @returns null where nothing starts the workflow
 * @throws NodeApiError for a call that failed, NodeOperationError for a setting that cannot be used
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const { settings, isWelcome } = readSetup(context);
	const access = readAccess(await context.getCredentials('instantDmApi'));
	const task: Task = {
		call: (request) => call(context, access, request, TIMEOUT_MS),
		access,
		settings,
		now: Date.now(),
	};
	if (context.getMode() === 'manual') {
		return itemsOf(await sampleOf(context, task, isWelcome), settings);
	}
	const key = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const news = await onceAtATime(key, () => moveOn(context, task));
	return itemsOf((news ?? []).filter(isWelcome), settings);
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

async function moveOn(context: IPollFunctions, task: Task): Promise<Found[]> {
	const kept = context.getWorkflowStaticData('node');
	const cursor = readCursor(kept.cursor);
	try {
		const outcome = await look(task, cursor);
		kept.cursor = outcome.cursor;
		report(context, outcome);
		return outcome.news;
	} catch (error) {
		throw callError(context.getNode(), error, cursor !== null);
	}
}

async function sampleOf(
	context: IPollFunctions,
	task: Task,
	isWelcome: Setup['isWelcome'],
): Promise<Found[]> {
	try {
		return await sample(task, isWelcome);
	} catch (error) {
		throw callError(context.getNode(), error, false);
	}
}

/** @param isSafe whether there was a poll before, after which the next one goes on */
function callError(node: INode, error: unknown, isSafe: boolean): Error {
	if (!(error instanceof FailedCall)) return toSetupError(node, error);
	const { failure } = error;
	const { title: message, httpCode } = failure;
	const comfort = isSafe ? 'Nothing is lost: the next check catches up' : null;
	return new NodeApiError(
		node,
		{ message },
		{
			message,
			description: descriptionOf(failure, comfort),
			...(httpCode !== null && { httpCode }),
		},
	);
}

function report(context: IPollFunctions, { cutShort }: Outcome): void {
	if (cutShort.length === 0) return;
	context.logger.warn(
		`${context.getNode().name} didn't read everything new in ${cutShort.join(', ')}: one check reads a limited number of pages, so what is older may be missing`,
	);
}

function itemsOf(
	found: readonly Found[],
	{ simplify, options }: Settings,
): INodeExecutionData[][] | null {
	if (found.length === 0) return null;
	return [
		found.map(({ item, element }) => ({
			json: simplify ? jsonOf(item, element, options.includePayload) : element.raw,
		})),
	];
}
