import { PollContext } from 'n8n-core';
import {
	UnexpectedError,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { z } from 'zod';

import type { CredentialFields } from './credentialsHelper';
import { credentialOf, named, nodeOf, servicesFor, workflowOf, type Loaded } from './workflow';

export interface PollSpec {
	/** The `name` in the node's description; the first polling trigger loaded unless told. */
	type?: string;
	parameters?: INodeParameters;
	credential?: CredentialFields;
	/** What n8n's database has for the workflow before its first poll. */
	staticData?: IDataObject;
	/**
	 * Where static data is between two polls. `memory`, n8n's default: in the workflow as loaded, with
	 * whatever a failed poll left there, and stored on publishing and with news only. `staged`, with
	 * N8N_POLLER_DURABLE_CURSORS_ENABLED: a copy for each poll, stored when that succeeds.
	 */
	keeps?: 'memory' | 'staged';
	/**
	 * How long a poll may take, in milliseconds; five minutes, n8n-core's own, unless told. null: an
	 * older n8n, which does not say.
	 */
	budgetMs?: number | null;
}

type Outputs = INodeExecutionData[][];

/** A polling trigger in an active workflow. */
export interface Poller {
	/**
	 * n8n's next poll, the first one on publishing: the items that start an execution, or null.
	 * @throws what the node's `poll()` throws
	 */
	poll(): Promise<Outputs | null>;
	/** A person tries it in the editor: a manual run, whose static data is thrown away. */
	test(): Promise<Outputs | null>;
	/** n8n stops and starts again: it has what its database has. */
	restart(): void;
	/** What n8n's database has, as JSON carries it. */
	readonly stored: IDataObject;
	/** What was written to n8n's log as a warning. */
	readonly warnings: readonly string[];
}

class Context extends PollContext {
	override getWorkflow() {
		return named(super.getWorkflow());
	}
}

const asStored = z.record(z.record(z.unknown()));

/** Puts the polling trigger alone into a workflow that is being published. */
export function poller(loaded: Loaded, spec: PollSpec): Poller {
	const { type, budgetMs } = spec;
	const nodeType = loaded.nodes.find(
		(node) => 'poll' in node && (type ?? node.description.name) === node.description.name,
	);
	if (!nodeType) throw new UnexpectedError('No polling trigger was given to the harness');
	const { name } = nodeType.description;
	const credentials = credentialOf(loaded, spec.credential);
	let stored = JSON.stringify(spec.staticData ?? {});
	const load = (): Workflow =>
		workflowOf(loaded, {
			nodes: [{ name: 'Trigger', type: name, parameters: spec.parameters ?? {} }],
			credentials,
			staticData: asStored.parse(JSON.parse(stored)),
		});
	let workflow = load();
	let isActivating = true;
	const warnings: string[] = [];

	const run = async (
		within: Workflow,
		mode: WorkflowExecuteMode,
		staticData?: IDataObject,
	): Promise<Outputs | null> => {
		const node = nodeOf(within, 'Trigger');
		const services = servicesFor(loaded, within, mode, credentials);
		const activation = mode === 'manual' ? 'manual' : isActivating ? 'activate' : 'update';
		const context = new Context(
			within,
			node,
			services,
			mode,
			activation,
			undefined,
			undefined,
			undefined,
			undefined,
			staticData && (() => staticData),
			typeof budgetMs === 'number' ? () => budgetMs : undefined,
		);
		if (budgetMs === null) Reflect.deleteProperty(context, 'getPollBudgetMs');
		const log = jest.spyOn(context.logger, 'warn').mockImplementation((text: string) => {
			warnings.push(text);
		});
		try {
			return (await nodeType.poll?.call(context)) ?? null;
		} finally {
			log.mockRestore();
		}
	};

	const inMemory = async (): Promise<Outputs | null> => {
		const news = await run(workflow, 'trigger');
		// n8n asks its observed object whether something changed, and stores nothing unasked.
		if ((news !== null || isActivating) && workflow.staticData.__dataChanged === true) {
			stored = JSON.stringify(workflow.staticData);
			workflow.staticData.__dataChanged = false;
		}
		return news;
	};
	const staged = async (): Promise<Outputs | null> => {
		const all = asStored.parse(JSON.parse(stored));
		const own: IDataObject = z.custom<IDataObject>().parse(all['node:Trigger'] ?? {});
		const news = await run(load(), 'trigger', own);
		stored = JSON.stringify({ ...all, 'node:Trigger': own });
		return news;
	};
	return {
		warnings,
		poll: async () => {
			try {
				const news = await (spec.keeps === 'staged' ? staged() : inMemory());
				isActivating = false;
				return news;
			} catch (error) {
				// Publishing has failed; when it is tried again, n8n loads the workflow anew.
				if (isActivating) workflow = load();
				throw error;
			}
		},
		test: () => run(load(), 'manual'),
		restart: () => {
			workflow = load();
			isActivating = true;
		},
		get stored() {
			return asStored.parse(JSON.parse(stored));
		},
	};
}
