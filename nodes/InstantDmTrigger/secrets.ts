import {
	NodeOperationError,
	type IHookFunctions,
	type INode,
	type IWebhookFunctions,
} from 'n8n-workflow';

import type { SignatureProblem } from './responses';

export type Context = IHookFunctions | IWebhookFunctions;

/** The credential's secrets, the current one first; none where no credential is chosen. */
async function readSecrets(context: Context, node: INode): Promise<string[]> {
	if (!node.credentials?.instantDmApi) return [];
	const { webhookSecret, previousWebhookSecret } = await context.getCredentials('instantDmApi');
	return [webhookSecret, previousWebhookSecret].filter(
		(secret): secret is string => typeof secret === 'string' && secret !== '',
	);
}

/** After so long a secret is read anew, so that one that was removed is refused from then on. */
const LONGEST_KEPT = 25_000;
/** A signature that fits no secret makes them be read anew; a flood of such signatures does not. */
const BETWEEN_READS = 1000;

/** Checks what the secrets of a delivery should be: whether one of these fits. */
type Fits = (secrets: readonly string[]) => boolean;

/**
 * The secrets of one trigger, kept for a short while, since each reading of a credential makes n8n
 * ready to evaluate expressions, which costs more than the whole rest of a delivery. A new secret
 * works right away, and a removed one is refused within half a minute.
 */
export class SecretMemory {
	private secrets: readonly string[] = [];
	private readAt = -Infinity;
	private reading: Promise<void> | undefined;

	/** @param now milliseconds from any moment on */
	constructor(private readonly now: () => number = () => performance.now()) {}

	/** @param read reads the credential */
	async check(fits: Fits, read: () => Promise<string[]>): Promise<SignatureProblem | undefined> {
		const age = this.now() - this.readAt;
		if (age < LONGEST_KEPT && fits(this.secrets)) return undefined;
		if (age < BETWEEN_READS) return this.problem;
		await (this.reading ??= this.readAnew(read));
		return fits(this.secrets) ? undefined : this.problem;
	}

	private get problem(): SignatureProblem {
		return this.secrets.length === 0 ? 'no_secret' : 'invalid_signature';
	}

	private async readAnew(read: () => Promise<string[]>): Promise<void> {
		try {
			this.secrets = await read();
		} finally {
			this.readAt = this.now();
			this.reading = undefined;
		}
	}

	/** Whether what is kept here would not be used any more. */
	get isOld(): boolean {
		return this.reading === undefined && this.now() - this.readAt >= LONGEST_KEPT;
	}
}

/** By workflow, node and credential. */
const memories = new Map<string, SecretMemory>();

function memoryOf(name: string): SecretMemory {
	const known = memories.get(name);
	if (known) return known;
	for (const [other, memory] of memories) {
		if (memory.isOld) memories.delete(other);
	}
	const memory = new SecretMemory();
	memories.set(name, memory);
	return memory;
}

/** What is wrong with a delivery's signature, by the secrets of the trigger's credential. */
export async function checkSecrets(
	context: IWebhookFunctions,
	fits: Fits,
): Promise<SignatureProblem | undefined> {
	const node = context.getNode();
	const credentialId = node.credentials?.instantDmApi?.id ?? '';
	const memory = memoryOf(`${context.getWorkflow().id ?? ''}:${node.id}:${credentialId}`);
	return await memory.check(fits, async () => {
		try {
			return await readSecrets(context, node);
		} catch (error) {
			// A stranger's request must not make n8n store a failed execution.
			const reason = error instanceof Error ? error.message : String(error);
			context.logger.error(
				"The InstantDM Trigger rejects all events, because n8n can't read its credential: choose the credential again in the trigger",
				{ node: node.name, reason },
			);
			return [];
		}
	});
}

/**
 * Stops a trigger that could only turn every delivery away.
 * @throws NodeOperationError with what to do in the credential
 */
export async function assertSecret(context: Context): Promise<void> {
	const node = context.getNode();
	if (!node.credentials?.instantDmApi) {
		throw new NodeOperationError(node, 'No credential is chosen', {
			description:
				"Choose your InstantDM credential in the trigger. Without one, turn off 'Verify Signature': anyone with the URL can then start the workflow.",
		});
	}
	const secrets = await readSecrets(context, node);
	if (secrets.length === 0) {
		throw new NodeOperationError(node, 'There is no webhook secret in the credential', {
			description:
				"Add a webhook secret to the credential, and enter the same one in InstantDM under Settings → Integrations → Webhook Configuration. Without a secret, turn off 'Verify Signature': anyone with the URL can then start the workflow.",
		});
	}
	if (secrets.some((secret) => secret !== secret.trim())) {
		throw new NodeOperationError(node, 'The webhook secret starts or ends with a space', {
			description:
				'Remove the space or line break from the webhook secret in the InstantDM credential. With it, no delivery would be accepted.',
		});
	}
}
