import { createHmac, timingSafeEqual } from 'crypto';

import { serializations } from '../shared/json/serializations';
import type { SignatureProblem } from './responses';

/** Above this only the bytes as they came are tried: the body is not known to be InstantDM's yet. */
const LARGEST_REFORMATTED = 64 * 1024;

/**
 * The digest that a signature header holds: HMAC-SHA256, hex in either case, an optional `sha256=`.
 * @param signature the X-Webhook-Signature header
 * @returns what is wrong with it where it holds none
 */
export function digestIn(signature: string | undefined): Buffer | SignatureProblem {
	if (signature === undefined || signature.trim() === '') return 'missing_signature';
	const hex = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(signature.trim())?.[1];
	return hex === undefined ? 'invalid_signature' : Buffer.from(hex, 'hex');
}

/** Whether one of the secrets, of which empty ones are passed over, signed the body. */
export type SignatureCheck = (secrets: readonly string[]) => boolean;

/**
 * Checks secrets against the digest of a body: of its bytes as they came, or of the same JSON as a
 * sender's serializer may have written it before sending (InstantDM's two documented samples sign
 * different bytes). Compared in constant time; the other ways of writing it are worked out once at
 * most. Never throws, whatever the bytes.
 */
export function signatureCheck(body: Buffer, digest: Buffer): SignatureCheck {
	let otherForms: string[] | undefined;
	return (secrets) => {
		const keys = secrets.filter((secret) => secret !== '');
		const isSigned = (form: Buffer | string) =>
			keys.some((key) => timingSafeEqual(createHmac('sha256', key).update(form).digest(), digest));
		if (keys.length === 0) return false;
		return isSigned(body) || (otherForms ??= otherFormsOf(body)).some(isSigned);
	};
}

function otherFormsOf(body: Buffer): string[] {
	if (body.length > LARGEST_REFORMATTED) return [];
	const text = body.toString();
	// Bytes that aren't UTF-8 would be replaced, and two different bodies could look alike.
	if (!body.equals(Buffer.from(text))) return [];
	const bare = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
	return [bare, ...serializations(bare)].filter((form) => form !== text);
}
