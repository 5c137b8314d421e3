import { createHmac, timingSafeEqual } from 'crypto';

/** What something that can be tapped carries: which waiting execution it is for, and what it says. */
export interface TapReference {
	executionId: string;
	/** The node in which the execution waits. */
	nodeId: string;
	/** n8n's own, of the address of that node's waiting webhook. */
	signature: string;
	/** That this value was offered with this question (`proofOf`). */
	proof: string;
	/** What the tap says, in the workflow's words. */
	value: string;
}

/** What the payload of each reference begins with. */
export const PREFIX = 'n8n-instantdm';

const FORM =
	/^n8n-instantdm:(?<executionId>[\w-]+):(?<nodeId>[^:]+):(?<signature>[\w-]+):(?<proof>[\w-]+):(?<value>.+)$/s;

/** Of a payload, in characters (Meta, "Quick Replies" and "Button Template"). */
const LONGEST_PAYLOAD = 1000;

/** How many characters too long the payload is; 0 where it fits. */
export function charactersTooMany(payload: string): number {
	return Math.max(0, Array.from(payload).length - LONGEST_PAYLOAD);
}

/** The payload of what can be tapped. */
export function encodeReference(reference: TapReference): string {
	const { executionId, nodeId, signature, proof, value } = reference;
	return [PREFIX, executionId, encodeURIComponent(nodeId), signature, proof, value].join(':');
}

/**
 * What a payload refers to; whether that is true, only the execution's node can tell. Its parts can
 * be in a path as they are (the node's ID encoded) and lead nowhere else.
 * @returns undefined for any other payload
 */
export function decodeReference(payload: string): TapReference | undefined {
	const parts = FORM.exec(payload)?.groups;
	if (parts === undefined) return undefined;
	const { executionId = '', signature = '', proof = '', value = '' } = parts;
	const nodeId = decoded(parts.nodeId ?? '');
	return nodeId === undefined ? undefined : { executionId, nodeId, signature, proof, value };
}

/** A URL takes `%2e` for a dot as well, and two dots for the way up. */
function decoded(text: string): string | undefined {
	try {
		const nodeId = decodeURIComponent(text);
		return encodeURIComponent(nodeId) === text && !/^\.{1,2}$/.test(nodeId) ? nodeId : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Ties a value to the question it was offered with: n8n's signature is the same for each question
 * that a node of an execution asks, and covers no value.
 * @param nonce known to the waiting execution only, another one for each question
 */
export function proofOf(nonce: string, value: string): string {
	return createHmac('sha256', nonce).update(value).digest().subarray(0, 16).toString('base64url');
}

/** Whether a proof is that of the value. Compared in constant time. */
export function proves(proof: string, nonce: string, value: string): boolean {
	const expected = Buffer.from(proofOf(nonce, value));
	const given = Buffer.from(proof);
	return given.length === expected.length && timingSafeEqual(given, expected);
}
