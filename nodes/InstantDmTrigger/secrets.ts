import {
	NodeOperationError,
	type IHookFunctions,
	type INode,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { Memories } from './memories';
import type { SignatureProblem } from './responses';
import type { SignatureCheck } from './signature';

type Context = IHookFunctions | IWebhookFunctions;

/** The credential's secrets, the current one first; none where no credential is chosen. */
async function readSecrets(context: Context, node: INode): Promise<string[]> {
	if (!node.credentials?.instantDmApi) return [];
	const { webhookSecret, previousWebhookSecret } = await context.getCredentials('instantDmApi');
	return [webhookSecret, previousWebhookSecret].filter(
		(secret): secret is string => typeof secret === 'string' && secret !== '',
	);
}

/** After so long the secrets are read again, so that one that was removed is refused from then on. */
const LONGEST_KEPT = 25_000;
/** A signature that fits no secret makes them be read again; a flood of such signatures does not. */
const BETWEEN_READS = 1000;
/** How long the last secrets are good for while n8n can't read the credential. */
const LONGEST_UNREADABLE = 600_000;

/**
 * The secrets of one trigger, kept for a short while, since reading a credential costs more than the
 * whole rest of a delivery. A new secret works right away, and a removed one is refused within half a
 * minute.
 */
export class SecretMemory {
	private secrets: readonly string[] = [];
	private triedAt = -Infinity;
	private readAt = -Infinity;
	private reading: Promise<void> | undefined;

	/** @param now milliseconds from any moment on */
	constructor(private readonly now: () => number = () => performance.now()) {}

	/**
	 * @param read reads the credential; where it fails, the last secrets stay good for ten minutes
	 * @returns what is wrong with a signature, by the secrets
	 */
	async check(
		isSigned: SignatureCheck,
		read: () => Promise<string[]>,
	): Promise<SignatureProblem | undefined> {
		const age = this.now() - this.triedAt;
		const known = age < LONGEST_KEPT ? this.secrets : [];
		if (isSigned(known)) return undefined;
		if (age < BETWEEN_READS) return this.problem;
		await (this.reading ??= this.readAnew(read));
		const untried = this.secrets.filter((secret) => !known.includes(secret));
		return isSigned(untried) ? undefined : this.problem;
	}

	private get problem(): SignatureProblem {
		return this.secrets.length === 0 ? 'no_secret' : 'invalid_signature';
	}

	private async readAnew(read: () => Promise<string[]>): Promise<void> {
		try {
			this.secrets = await read();
			this.readAt = this.now();
		} catch {
			if (this.now() - this.readAt >= LONGEST_UNREADABLE) this.secrets = [];
		} finally {
			this.triedAt = this.now();
			this.reading = undefined;
		}
	}

	/** Whether what is kept here would not be used any more. */
	get isIdle(): boolean {
		return this.reading === undefined && this.now() - this.readAt >= LONGEST_UNREADABLE;
	}
}

/** By workflow, node and credential. */
const memories = new Memories(() => new SecretMemory());

/** What is wrong with a delivery's signature, by the secrets of the trigger's credential. */
export async function checkSecrets(
	context: IWebhookFunctions,
	isSigned: SignatureCheck,
): Promise<SignatureProblem | undefined> {
	const node = context.getNode();
	const credentialId = node.credentials?.instantDmApi?.id ?? '';
	const memory = memories.of(`${context.getWorkflow().id ?? ''}:${node.id}:${credentialId}`);
	return await memory.check(isSigned, async () => {
		try {
			return await readSecrets(context, node);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			context.logger.error(
				"The InstantDM Trigger can't read its credential and soon rejects all events: choose the credential again in the trigger",
				{ node: node.name, reason },
			);
			throw new NodeOperationError(node, reason);
		}
	});
}

/**
 * Stops a trigger that could only turn every delivery away.
 * @throws NodeOperationError with what to do; n8n shows its message and nothing else
 */
export async function assertSecret(context: Context): Promise<void> {
	const node = context.getNode();
	if (!node.credentials?.instantDmApi) {
		throw new NodeOperationError(
			node,
			"No credential is chosen: choose your InstantDM credential in the trigger, or turn off 'Verify Signature', which lets anyone with the URL start the workflow",
		);
	}
	const secrets = await readSecrets(context, node);
	if (secrets.length === 0) {
		throw new NodeOperationError(
			node,
			"There is no webhook secret in the credential: add one, and enter the same one in InstantDM under Settings → Integrations → Webhook Configuration. Or turn off 'Verify Signature', which lets anyone with the URL start the workflow.",
		);
	}
	if (secrets.some((secret) => secret !== secret.trim())) {
		throw new NodeOperationError(
			node,
			'The webhook secret starts or ends with a space: remove the space or line break from it in the InstantDM credential. With it, no event would be accepted.',
		);
	}
}
