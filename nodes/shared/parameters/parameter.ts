import { get } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';

import { check, type Schema } from './check';

/** Reads one parameter of the item at hand, expressions resolved; its type is not to be trusted. */
export type ReadParameter = (name: string) => unknown;

/** A parameter: how a person enters it, and what comes of it. */
export interface Parameter<Value> {
	property: INodeProperties;
	schema: Schema<Value>;
	/** @throws InputError naming the field and the fix */
	from: (read: ReadParameter) => Value;
}

export function parameter<Value>(
	property: INodeProperties,
	schema: Schema<Value>,
): Parameter<Value> {
	return { property, schema, from: (read) => check(property, schema, read(property.name)) };
}

/**
 * A parameter within the collection `options`: as long as nobody adds it, it has its default.
 */
export function option<Value>(property: INodeProperties, schema: Schema<Value>): Parameter<Value> {
	const whole = z.preprocess((given) => (given === undefined ? property.default : given), schema);
	return {
		property,
		schema: whole,
		from: (read) => check(property, whole, get(read('options'), property.name)),
	};
}

/** What a parameter gives. */
export type ValueOf<Some> = Some extends Parameter<infer Value> ? Value : never;
