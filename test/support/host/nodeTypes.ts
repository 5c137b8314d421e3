import { z } from 'zod';

import { OWN_CONNECTION } from './rest';
import type { Testbed } from './testbed';

const typeSchema = z.object({
	name: z.string(),
	version: z.union([z.number(), z.array(z.number())]).default(1),
	iconUrl: z.unknown(),
	codex: z.unknown(),
	outputs: z.unknown(),
});

/** A node or credential type as n8n describes it to its editor. */
export type TypeDescription = z.infer<typeof typeSchema>;

/** The lists that the editor reads. */
export type TypesFile = 'nodes.json' | 'credentials.json';

/**
 * The types of that name, one for each file of code that serves some of its versions.
 * @throws Error when n8n has none
 */
export async function typesNamed(
	{ n8n, rest }: Testbed,
	file: TypesFile,
	name: string,
): Promise<[TypeDescription, ...TypeDescription[]]> {
	const headers = { ...OWN_CONNECTION, cookie: rest.cookie };
	const response = await fetch(`${n8n.url}/types/${file}`, { headers });
	const types = z.array(typeSchema).parse(await response.json());
	const [first, ...others] = types.filter((type) => type.name === name);
	if (first === undefined) throw new Error(`n8n has no ${name} in ${file}`);
	return [first, ...others];
}
