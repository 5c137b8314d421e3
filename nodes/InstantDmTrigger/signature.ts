import { createHmac, timingSafeEqual } from 'crypto';

import { serializations } from '../shared/json/serializations';
import type { SignatureProblem } from './responses';

/** Above this only the bytes as they came are tried: nobody has vouched for the body yet. */
const LARGEST_REFORMATTED = 1024 * 1024;

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

/**
 * Whether one of the secrets signed this body: the digest of the body's bytes as they came, or of
 * the same JSON as a sender's serialiser may have written it before sending (InstantDM's two
 * documented samples sign different bytes). Compared in constant time. Never throws, whatever the
 * bytes.
 * @param secrets the current one first; empty ones are passed over
 */
export function isSignedBy(body: Buffer, digest: Buffer, secrets: readonly string[]): boolean {
	const keys = secrets.filter((secret) => secret !== '');
	for (const signed of candidates(body)) {
		for (const key of keys) {
			const computed = createHmac('sha256', key).update(signed).digest();
			if (timingSafeEqual(computed, digest)) return true;
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
