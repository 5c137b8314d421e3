import type { IExecuteFunctions } from 'n8n-workflow';

/** Of n8n's contexts, what its types leave out: since 2.40 at the latest, which execution is retried. */
type Inside = IExecuteFunctions & { additionalData?: { hooks?: { retryOf?: string } } };

/** The originals of retries that may be retried themselves; more are forgotten, the oldest first. */
const MOST = 1000;
const originals = new Map<string, string>();

export const isRetriedByHand = (context: IExecuteFunctions) => context.getMode() === 'retry';

/**
 * Names the execution that was there first, the same in each retry of it by hand; null where n8n
 * says nothing that tells.
 */
export function originOf(context: Inside): string | null {
	const execution = context.getExecutionId();
	const { retryOf } = context.additionalData?.hooks ?? {};
	const name = (origin: unknown) =>
		JSON.stringify([context.getWorkflow().id, context.getNode().id, origin]);
	if (!isRetriedByHand(context)) return execution ? name(execution) : null;
	if (retryOf === undefined) {
		const began = context.getExecutionContext()?.establishedAt;
		return began === undefined ? null : name(began);
	}
	const original = originals.get(retryOf) ?? retryOf;
	originals.set(execution, original);
	const [oldest] = originals.keys();
	if (originals.size > MOST && oldest !== undefined) originals.delete(oldest);
	return name(original);
}
