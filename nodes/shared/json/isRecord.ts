import type { IDataObject } from 'n8n-workflow';

/** Whether a value has fields of its own; a list has none. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value that came out of JSON is what n8n calls data. */
export function isData(value: unknown): value is IDataObject {
	return isRecord(value);
}
