/** What the sender of a delivery is told when no execution starts. */
export type Refusal =
	| { status: 200; body: { status: 'ignored'; reason: IgnoredReason } }
	| { status: 400 | 401; body: { status: 'rejected'; reason: RejectedReason } };

type IgnoredReason = 'event' | 'own_activity' | 'duplicate' | 'filter';
export type SignatureProblem = 'missing_signature' | 'invalid_signature' | 'no_secret';
type RejectedReason = SignatureProblem | 'invalid_payload' | 'too_old';

/** Received and understood, and nothing to do: the sender need not deliver it again. */
export function ignored(reason: IgnoredReason): Refusal {
	return { status: 200, body: { status: 'ignored', reason } };
}

/** Not believed (401) or not understood (400). */
export function rejected(reason: RejectedReason): Refusal {
	const status = reason === 'invalid_payload' ? 400 : 401;
	return { status, body: { status: 'rejected', reason } };
}
