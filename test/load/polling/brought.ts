import { z } from 'zod';

import type { workflowsOf } from '../../support/host/workflows';
import { TRIGGER } from './workflow';

/** An item that the trigger put out. */
export interface Brought {
	execution: string;
	eventId: string;
	occurredAt: string;
}

const items = z.array(
	z.object({ json: z.object({ eventId: z.string(), occurredAt: z.string() }) }),
);

/** Reads what the trigger of a workflow has put out so far; each execution once. */
export function broughtBy(
	workflows: ReturnType<typeof workflowsOf>,
	workflowId: string,
): () => Promise<Brought[]> {
	const read = new Map<string, Brought[]>();
	return async () => {
		for (const { id, status } of await workflows.executions(workflowId)) {
			if (status !== 'success' || read.has(id)) continue;
			const { runData } = await workflows.execution(id);
			const output = items.parse(runData[TRIGGER]?.[0]?.data?.main?.[0]);
			const brought = output.map(({ json }) => ({ execution: id, ...json }));
			read.set(id, brought);
		}
		const inOrder = [...read].sort(([one], [other]) => Number(one) - Number(other));
		return inOrder.flatMap(([, brought]) => brought);
	};
}
