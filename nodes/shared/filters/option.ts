import type { INodeProperties } from 'n8n-workflow';
import type { ZodTypeAny } from 'zod';

/** One option: what a person sees, and what it may be once n8n has evaluated its expression. */
export interface Option<Schema extends ZodTypeAny> {
	property: INodeProperties;
	schema: Schema;
}

/** An option of which TypeScript knows what it gives. */
export function option<Schema extends ZodTypeAny>(
	property: INodeProperties,
	schema: Schema,
): Option<Schema> {
	return { property, schema };
}
