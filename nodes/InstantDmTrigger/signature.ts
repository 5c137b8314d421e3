import { createHmac, timingSafeEqual } from 'crypto';

import { serializations } from '../shared/json/serializations';
import type { Delivery } from './http';
import type { SignatureProblem } from './responses';

/** Above this only the bytes as they came are tried: nobody has vouched for the body yet. */
const LARGEST_REFORMATTED = 1024 * 1024;

/** What is wrong with a delivery's signature, if anything. */
export function signatureProblem(
	{ body, signature }: Delivery,
	secrets: readonly string[],
): SignatureProblem | undefined {
	if (secrets.length === 0) return 'no_secret';
	if (signature === undefined || signature.trim() === '') return 'missing_signature';
	return isSignedBy(body, signature, secrets) ? undefined : 'invalid_signature';
}

/**
 * Whether one of the secrets signed this body: HMAC-SHA256, hex, over the body's bytes as they
 * came, or over the same JSON as a sender's serialiser may have written it before sending
 * (InstantDM's two documented samples sign different bytes). Compared in constant time. Never
 * throws, whatever the bytes.
 * @param signature the X-Webhook-Signature header; hex in either case, an optional `sha256=`
 * @param secrets the current one first; empty ones are passed over
 */
export function isSignedBy(body: Buffer, signature: string, secrets: readonly string[]): boolean {
	const hex = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(signature.trim())?.[1];
	if (hex === undefined) return false;
	const expected = Buffer.from(hex, 'hex');
	const keys = secrets.filter((secret) => secret !== '');
	for (const signed of candidates(body)) {
		for (const key of keys) {
			const computed = createHmac('sha256', key).update(signed).digest();
			if (timingSafeEqual(computed, expected)) return true;
		}
	}
	return false;
}

function* candidates(body: Buffer): Generator<Buffer | string, void> {
	yield body;
	if (body.length > LARGEST_REFORMATTED) return;
	const text = body.toString();
	// Bytes that are no UTF-8 would be replaced, and two different bodies could look alike.
	if (!body.equals(Buffer.from(text))) return;
	const bare = text.replace(/^\uFEFF/, '').replace(/\r?\n$/, '');
	if (bare.length < text.length) yield bare;
	for (const written of serializations(bare)) {
		if (written !== text) yield written;
	}
}
