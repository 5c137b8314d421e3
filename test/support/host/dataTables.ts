import { omit } from 'lodash';
import { z } from 'zod';

import type { Rest } from './rest';

type Row = Record<string, unknown>;

/** n8n's data tables in the owner's project, by the REST API behind the editor. */
export async function dataTablesOf(rest: Rest) {
	const idSchema = z.object({ id: z.string() });
	const project = await rest.call('GET', '/projects/personal', idSchema);
	const tables = `/projects/${project.id}/data-tables`;

	const idOf = async (name: string): Promise<string> => {
		const listSchema = z.object({ data: z.array(idSchema.extend({ name: z.string() })) });
		const { data } = await rest.call('GET', tables, listSchema);
		const table = data.find((each) => each.name === name);
		if (table === undefined) throw new Error(`There is no data table "${name}"`);
		return table.id;
	};
	const pathOf = async (name: string) => `${tables}/${await idOf(name)}`;

	return {
		/** By which n8n's database knows it. */
		idOf,
		create: async (name: string, columns: { name: string; type: string }[]): Promise<void> => {
			await rest.call('POST', tables, z.unknown(), { name, columns });
		},
		/** Its rows, oldest first, without the columns that n8n adds. */
		rows: async (name: string): Promise<Row[]> => {
			const rowsSchema = z.object({
				data: z.array(z.object({ id: z.number() }).passthrough()),
			});
			const { data } = await rest.call('GET', `${await pathOf(name)}/rows`, rowsSchema);
			return data
				.sort((one, other) => one.id - other.id)
				.map((row) => omit(row, 'id', 'createdAt', 'updatedAt'));
		},
		insert: async (name: string, data: Row[]): Promise<void> => {
			const path = `${await pathOf(name)}/insert`;
			await rest.call('POST', path, z.unknown(), { data, returnType: 'count' });
		},
	};
}
