import { z } from 'zod';
import type { Packed } from '../../../scripts/pack';
import type { Host } from './install';

const hostSchema: z.ZodType<Host> = z.object({
	command: z.tuple([z.string()]).rest(z.string()),
});
const packedSchema: z.ZodType<Packed> = z.object({
	name: z.string(),
	version: z.string(),
	filename: z.string(),
	tarball: z.string(),
	size: z.number(),
	files: z.array(z.object({ path: z.string(), size: z.number() })),
});

const fromEnvironment = <T>(name: string, schema: z.ZodType<T>): T =>
	schema.parse(JSON.parse(process.env[name] ?? 'null'));

/** The n8n that globalSetup found. */
export const host = fromEnvironment('HOST', hostSchema);

/** The package that globalSetup packed. */
export const packed = fromEnvironment('PACKED', packedSchema);
