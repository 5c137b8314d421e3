import { z } from 'zod';
import { poll } from './poll';
import { RestError, type Rest } from './rest';
import { workflowSchema as fileSchema, type WorkflowFile } from './workflowFiles';

const workflowSchema = z.object({ id: z.string(), versionId: z.string() });
const statusSchema = z.object({
	status: z.enum(['not_published', 'in_progress', 'published', 'partial', 'failed']),
	triggers: z.array(z.object({ errorMessage: z.string().nullish() })),
});
const storedSchema = fileSchema.extend({ id: z.string(), active: z.boolean() });
const summarySchema = z.object({
	id: z.string(),
	workflowId: z.string(),
	mode: z.string(),
	status: z.string(),
});
const itemSchema = z.object({
	json: z.unknown(),
	binary: z.unknown(),
	pairedItem: z.unknown(),
});
const nodeRunSchema = z.object({
	/** When it began, in ms since 1970, and for how many ms it ran. */
	startTime: z.number(),
	executionTime: z.number(),
	executionStatus: z.string().optional(),
	/** Outputs by connection type, each a list of items (null where nothing went out). */
	data: z.record(z.array(z.array(itemSchema).nullable()).nullable()).optional(),
	error: z.object({ message: z.string() }).passthrough().optional(),
});
const runSchema = z.object({
	resultData: z.object({
		runData: z.record(z.array(nodeRunSchema)).default({}),
		error: z.object({ message: z.string() }).passthrough().optional(),
	}),
});

export type StoredWorkflow = z.infer<typeof storedSchema>;
export type ExecutionSummary = z.infer<typeof summarySchema>;
export type Execution = ExecutionSummary & z.infer<typeof runSchema>['resultData'];

const RUNNING = ['new', 'running', 'waiting', 'unknown'];

/** What a person does with workflows in the editor, by the REST API behind it. */
export function workflowsOf(rest: Rest) {
	/** Answers the new workflow's id. */
	const create = async (workflow: WorkflowFile): Promise<string> => {
		const { id } = await rest.call('POST', '/workflows', workflowSchema, {
			// Versions before 2.0 store nothing that does not say whether it is switched on.
			active: false,
			settings: {},
			...workflow,
		});
		return id;
	};

	/**
	 * Publishes the workflow as it is now and waits until its triggers stand.
	 * @throws Error with the reason a trigger gave, RestError with n8n's own
	 */
	const activate = async (id: string): Promise<void> => {
		const { versionId } = await rest.call('GET', `/workflows/${id}`, workflowSchema);
		try {
			await rest.call('POST', `/workflows/${id}/activate`, z.unknown(), { versionId });
		} catch (error) {
			if (!isUnknownPath(error)) throw error;
			// Before 2.0 workflows were not published but switched on, and at once.
			await rest.call('PATCH', `/workflows/${id}`, z.unknown(), { active: true, versionId });
			return;
		}
		await untilPublished(id);
	};

	const untilPublished = async (id: string): Promise<void> => {
		const outcome = await poll(`workflow ${id} is published`, async () => {
			try {
				const path = `/workflows/${id}/publication-status`;
				const answer = await rest.call('GET', path, statusSchema);
				const isSettled = !['not_published', 'in_progress'].includes(answer.status);
				return isSettled ? answer : undefined;
			} catch (error) {
				if (!isUnknownPath(error)) throw error;
				// Versions without this path activate before they answer.
				return { status: 'published' as const, triggers: [] };
			}
		});
		if (outcome.status === 'published') return;
		const reasons = outcome.triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(reasons.join('\n') || `The workflow is ${outcome.status}`);
	};

	const deactivate = async (id: string): Promise<void> => {
		try {
			await rest.call('POST', `/workflows/${id}/deactivate`, z.unknown(), {});
		} catch (error) {
			if (!isUnknownPath(error)) throw error;
			await rest.call('PATCH', `/workflows/${id}`, z.unknown(), { active: false });
		}
	};

	/** The workflow's executions, newest first. */
	const executions = async (workflowId: string): Promise<ExecutionSummary[]> => {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await rest.call(
			'GET',
			`/executions?filter=${filter}&limit=100`,
			z.object({ results: z.array(summarySchema) }),
		);
		return results;
	};

	/** One ended execution with what each node put out. */
	const execution = async (id: string): Promise<Execution> => {
		const stored = await rest.call(
			'GET',
			`/executions/${id}`,
			summarySchema.extend({ data: z.string() }),
		);
		const { data, ...summary } = stored;
		const { parse } = await import('flatted');
		return { ...summary, ...runSchema.parse(parse(data)).resultData };
	};

	/** Waits until the workflow has that many executions and all of them have ended; newest first. */
	const finished = async (workflowId: string, count: number): Promise<Execution[]> => {
		const ended = await poll(`${count} executions of workflow ${workflowId} ended`, async () => {
			const all = await executions(workflowId);
			const isDone = all.length >= count && !all.some(({ status }) => RUNNING.includes(status));
			return isDone ? all : undefined;
		});
		return await Promise.all(ended.map(({ id }) => execution(id)));
	};

	/** Every workflow that there is, as it is stored. */
	const all = async (): Promise<StoredWorkflow[]> => {
		const found = await rest.call('GET', '/workflows', z.array(z.object({ id: z.string() })));
		return await Promise.all(
			found.map(({ id }) => rest.call('GET', `/workflows/${id}`, storedSchema)),
		);
	};

	/** Waits until none of the workflow's newest 100 executions is under way, for so many ms at most. */
	const untilIdle = async (workflowId: string, timeout?: number): Promise<void> => {
		await poll(
			`no execution of workflow ${workflowId} is under way`,
			async () => {
				const all = await executions(workflowId);
				return all.some(({ status }) => RUNNING.includes(status)) ? undefined : true;
			},
			{ timeout, every: 500 },
		);
	};

	/**
	 * Runs the workflow by hand from a trigger, as the editor's button does, and waits for its end.
	 * @param more what the editor adds, such as `destinationNode`, where one node is to run
	 */
	const runManually = async (id: string, trigger: string, more = {}): Promise<Execution> => {
		const workflowData = await rest.call('GET', `/workflows/${id}`, z.record(z.unknown()));
		const { executionId } = await rest.call(
			'POST',
			`/workflows/${id}/run`,
			z.object({ executionId: z.string() }),
			// Versions before 2.0 want the workflow along; newer ones read what is stored.
			{ workflowData, triggerToStartFrom: { name: trigger }, ...more },
		);
		await poll(`execution ${executionId} ended`, async () => {
			const { status } = await rest.call('GET', `/executions/${executionId}`, summarySchema);
			return RUNNING.includes(status) ? undefined : status;
		});
		return await execution(executionId);
	};

	return {
		...{ create, activate, deactivate, all, executions, execution, finished, untilIdle },
		runManually,
	};
}

function isUnknownPath(error: unknown): boolean {
	return error instanceof RestError && error.status === 404;
}
