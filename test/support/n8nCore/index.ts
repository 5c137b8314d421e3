import './environment';

import { lifecycle, type Lifecycle } from './lifecycle';
import { listSearch, loadOptions } from './lists';
import { poller, type Poller, type PollSpec } from './poll';
import {
	startNode,
	startWorkflow,
	type NodeRun,
	type NodeRunSpec,
	type Running,
	type StartSpec,
	type WorkflowRun,
} from './run';
import {
	callWebhook,
	serveTrigger,
	type ServedTrigger,
	type WebhookAnswer,
	type WebhookCall,
} from './serve';
import type { TriggerSpec } from './webhook';
import type { Loaded } from './workflow';

/** The parts of n8n that meet a node, with the node and credential types under test loaded. */
export interface N8n {
	/** Runs one node over the items and waits for it. */
	runNode(spec: NodeRunSpec): Promise<NodeRun>;
	/** The same, with a handle to stop it. */
	startNode(spec: NodeRunSpec): Running<NodeRun>;
	/** Runs a workflow; node types `start` and `loop` are there besides those under test. */
	runWorkflow(spec: StartSpec): Promise<WorkflowRun>;
	startWorkflow(spec: StartSpec): Running<WorkflowRun>;
	/** Delivers once to the trigger over HTTP. */
	callWebhook(call: WebhookCall): Promise<WebhookAnswer>;
	/** Keeps the trigger's URL open for many deliveries. */
	serveTrigger(spec: TriggerSpec): Promise<ServedTrigger>;
	/** The trigger's checkExists, create and delete. */
	lifecycle(spec: Parameters<typeof lifecycle>[1]): Lifecycle;
	/** A polling trigger, poll by poll. */
	poller(spec: PollSpec): Poller;
	/** A list to choose from, by the name of its method. */
	listSearch(spec: Parameters<typeof listSearch>[1]): ReturnType<typeof listSearch>;
	loadOptions(spec: Parameters<typeof loadOptions>[1]): ReturnType<typeof loadOptions>;
}

/**
 * n8n-core with these types loaded. Nothing of n8n is imitated but what lies in its server:
 * credential storage, the webhook route's answers, when a poll's static data is stored.
 */
export function createN8n(loaded: Loaded): N8n {
	return {
		runNode: (spec) => startNode(loaded, spec).done,
		startNode: (spec) => startNode(loaded, spec),
		runWorkflow: (spec) => startWorkflow(loaded, spec).done,
		startWorkflow: (spec) => startWorkflow(loaded, spec),
		callWebhook: (call) => callWebhook(loaded, call),
		serveTrigger: (spec) => serveTrigger(loaded, spec),
		lifecycle: (spec) => lifecycle(loaded, spec),
		poller: (spec) => poller(loaded, spec),
		listSearch: (spec) => listSearch(loaded, spec),
		loadOptions: (spec) => loadOptions(loaded, spec),
	};
}
