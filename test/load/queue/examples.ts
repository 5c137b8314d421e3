import { join } from 'node:path';

import { z } from 'zod';

import { dataTablesOf } from '../../support/host/dataTables';
import type { Rest } from '../../support/host/rest';
import { readWorkflow, type WorkflowNode } from '../../support/host/workflowFiles';

const tableSchema = z.object({
	tableName: z.string(),
	columns: z.object({ column: z.array(z.object({ name: z.string(), type: z.string() })) }),
});

/** What rounds use of the examples, so that it is the examples that the rounds are about. */
export interface Examples {
	/** Lets each event through once, by n8n's data table. */
	eachEventOnce: WorkflowNode[];
	/** Writes each event into a data table, found by its `eventId`. */
	addLead: WorkflowNode;
	/** The name of that table. */
	leads: string;
}

/** Reads the examples, and creates their data tables as their set-up would. */
export async function setUpExamples(rest: Rest): Promise<Examples> {
	const once = await nodesOf('each-event-once.json');
	const lead = await nodesOf('flow-answers-and-leads.json');
	const tables = await dataTablesOf(rest);
	const [, leads] = await Promise.all(
		[once, lead].map(async (named) => {
			const { tableName, columns } = tableSchema.parse(named('Create the table').parameters);
			await tables.create(tableName, columns.column);
			return tableName;
		}),
	);
	return {
		eachEventOnce: [once('Only if it is new'), once('Note the event')],
		addLead: lead('Add the lead'),
		leads: leads ?? '',
	};
}

async function nodesOf(file: string): Promise<(name: string) => WorkflowNode> {
	const { nodes } = await readWorkflow(join(__dirname, '..', '..', '..', 'examples', file));
	return (name) => {
		const found = nodes.find((each) => each.name === name);
		if (found === undefined) throw new Error(`${file} has no node "${name}"`);
		return found;
	};
}
