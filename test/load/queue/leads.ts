import { z } from 'zod';

import type { Postgres } from './postgres';

/** Takes all leads out of n8n's data table of that name; answers their `eventId`s. */
export async function takeLeads({ select, run }: Postgres, tableName: string): Promise<string[]> {
	const idSchema = z.object({ id: z.string() });
	const [table] = await select(idSchema, `SELECT id FROM data_table WHERE name = '${tableName}'`);
	if (table === undefined) throw new Error(`There is no data table "${tableName}"`);
	const rows = `"data_table_user_${table.id}"`;
	const leads = await select(z.object({ eventId: z.string() }), `SELECT "eventId" FROM ${rows}`);
	await run(`DELETE FROM ${rows}`);
	return leads.map(({ eventId }) => eventId);
}
