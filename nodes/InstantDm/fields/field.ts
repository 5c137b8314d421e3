import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';

import { check } from '../input/inputError';
import type { ReadParameter } from '../input/read';

/** A parameter: how a person enters it, and what comes of it. */
export interface Field<Value> {
	property: INodeProperties;
	/** @throws InputError naming the field and the fix */
	from(read: ReadParameter): Value;
}

/** A parameter whose value has to fit a schema. */
export function field<Value>(
	property: INodeProperties,
	schema: z.ZodType<Value, z.ZodTypeDef, unknown>,
): Field<Value> {
	return { property, from: (read) => check(schema, read(property.name)) };
}
