import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Testbed } from '../../test/support/host/testbed';
import {
	productionUrl,
	readWorkflow,
	withCredential,
	type WorkflowFile,
} from '../../test/support/host/workflowFiles';
import { POLLING, tries, WATCHED_POST } from './tries';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** Where an example is in n8n: its workflow's id and its trigger's Production URL, if it has one. */
export type Published = ReadonlyMap<string, { id: string; url: string }>;

/**
 * Imports every example that is not there yet; publishes those that there is something to try with.
 * What was changed in one that is there already stays.
 */
export async function importExamples({
	n8n,
	workflows,
	credentialId,
}: Testbed): Promise<Published> {
	const published = new Map<string, { id: string; url: string }>();
	const stored = await workflows.all();
	const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.json'));
	for (const file of files) {
		const example = await readWorkflow(join(EXAMPLES, file));
		const known = stored.find(({ name }) => name === example.name);
		const workflow = file === POLLING ? watchingOnePost(example) : example;
		const id = known?.id ?? (await workflows.create(withCredential(workflow, credentialId)));
		if (!tries.some((one) => one.example === file)) continue;
		if (known?.active !== true) await workflows.activate(id);
		published.set(file, {
			id,
			url: file === POLLING ? '' : productionUrl(n8n.url, known ?? workflow),
		});
	}
	return published;
}

/** The workflows with an InstantDM Trigger that are none of the examples. */
export async function ownWorkflows({ n8n, workflows }: Testbed, published: Published) {
	const examples = [...published.values()].map(({ id }) => id);
	const own = (await workflows.all()).filter(
		({ id, nodes }) =>
			!examples.includes(id) && nodes.some(({ type }) => type.endsWith('instantDmTrigger')),
	);
	const names = await Promise.all(
		(await readdir(EXAMPLES))
			.filter((file) => file.endsWith('.json'))
			.map(async (file) => (await readWorkflow(join(EXAMPLES, file))).name),
	);
	return own
		.filter(({ name }) => !names.includes(name))
		.map((workflow) => {
			const url = productionUrl(n8n.url, workflow);
			// A workflow that is not published listens at its Test URL, while the editor does.
			const target = workflow.active ? url : url.replace('/webhook/', '/webhook-test/');
			return { id: workflow.id, name: workflow.name, url: target };
		});
}

const parametersSchema = z.object({ options: z.record(z.unknown()) }).passthrough();

/** The polling example with one post to watch. */
export function watchingOnePost(workflow: WorkflowFile): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		if (!node.type.endsWith('instantDmPollingTrigger')) return node;
		const { options, ...parameters } = parametersSchema.parse(node.parameters);
		return {
			...node,
			parameters: { ...parameters, options: { ...options, mediaIds: WATCHED_POST } },
		};
	});
	return { ...workflow, nodes };
}
