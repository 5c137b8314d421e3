import { z } from 'zod';

import type { WorkflowFile } from '../../test/support/host/workflowFiles';
import { WATCHED_POST } from './tries';

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
