import { z } from 'zod';
import type { Rest } from './rest';

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
