import { HookContext } from 'n8n-core';
import { UnexpectedError, type IDataObject, type WorkflowActivateMode } from 'n8n-workflow';

import { mount, type TriggerSpec } from './webhook';
import { named, type Loaded } from './workflow';

/** The trigger's `webhookMethods`, each call with a context of its own, as on activation. */
export interface Lifecycle {
	checkExists(): Promise<boolean>;
	create(): Promise<boolean>;
	delete(): Promise<boolean>;
	/** What n8n does on activation: `create` unless `checkExists` says it is there. */
	activate(): Promise<void>;
	/** The workflow's static data as the calls left it, keyed `node:Trigger`. */
	staticData: IDataObject;
}

class Context extends HookContext {
	override getWorkflow() {
		return named(super.getWorkflow());
	}
}

/** The trigger of a workflow that is being switched on or off. */
export function lifecycle(
	loaded: Loaded,
	spec: TriggerSpec & { activation?: WorkflowActivateMode },
): Lifecycle {
	const mounted = mount(loaded, { mode: 'trigger', ...spec });
	const { node, workflow, mode, nodeType, webhook } = mounted;
	const call = async (method: 'checkExists' | 'create' | 'delete'): Promise<boolean> => {
		const services = mounted.services();
		const run = nodeType.webhookMethods?.[webhook.name]?.[method];
		if (!run) throw new UnexpectedError(`The node has no ${method}()`);
		const data = mounted.webhookData(services);
		const activation = spec.activation ?? 'activate';
		return await run.call(new Context(workflow, node, services, mode, activation, data));
	};
	return {
		checkExists: () => call('checkExists'),
		create: () => call('create'),
		delete: () => call('delete'),
		activate: async () => {
			if (!(await call('checkExists'))) await call('create');
		},
		staticData: workflow.staticData,
	};
}
