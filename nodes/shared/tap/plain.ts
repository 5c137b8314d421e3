import { asObject, asText, isObject, type Json, type JsonObject } from '../json/exactJson';
import { decodeReference, type TapReference } from './reference';

/**
 * What a messaging element refers to, where it is a tap on something that carries a reference: a
 * quick reply or a button (Meta, webhook examples for Instagram messaging).
 */
export function referenceIn(element: JsonObject): TapReference | null {
	const { quick_reply } = asObject(element.message);
	const payload = asText(asObject(quick_reply ?? element.postback).payload);
	return payload === null ? null : (decodeReference(payload) ?? null);
}

/** The same JSON with each reference turned into its plain value, however deep. */
export function plainOf(json: Json): Json {
	if (typeof json === 'string') return decodeReference(json)?.value ?? json;
	if (Array.isArray(json)) return json.map(plainOf);
	if (!isObject(json)) return json;
	return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, plainOf(value)]));
}
