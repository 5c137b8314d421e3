import { z } from 'zod';
import type { Rest } from './rest';

const storedSchema = z.array(z.object({ id: z.string(), name: z.string(), type: z.string() }));

/** Stores a credential, in the place of one with that name, if there is one; answers its id. */
export async function storeCredential(
	rest: Rest,
	type: string,
	name: string,
	data: Record<string, string>,
): Promise<string> {
	const stored = await rest.call('GET', '/credentials', storedSchema);
	const known = stored.find((each) => each.name === name && each.type === type);
	if (known === undefined) return await createCredential(rest, type, name, data);
	await rest.call('PATCH', `/credentials/${known.id}`, z.unknown(), { name, type, data });
	return known.id;
}

/** Answers the new credential's id. */
export async function createCredential(
	rest: Rest,
	type: string,
	name: string,
	data: Record<string, string | number>,
): Promise<string> {
	const idSchema = z.object({ id: z.string() });
	return (await rest.call('POST', '/credentials', idSchema, { type, name, data })).id;
}

/** Runs the test behind the credential form's button on a stored credential. */
export async function testCredential(
	rest: Rest,
	credential: { id: string; name: string; type: string; data: Record<string, string> },
): Promise<{ status: 'OK' | 'Error'; message: string }> {
	return await rest.call(
		'POST',
		'/credentials/test',
		z.object({ status: z.enum(['OK', 'Error']), message: z.string() }),
		{ credentials: credential },
	);
}
