import { sleep, type IHttpRequestOptions, type IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';

import { parseJson } from '../shared/json/exactJson';
import type { TapReference } from '../shared/tap/reference';
import { verdictSchema, type Tap } from '../shared/tap/tap';

/** How long a tap waits for n8n to store its execution as a waiting one. */
const LONGEST_WAIT_MS = 6000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1000;
/** Where n8n limits executions (N8N_CONCURRENCY_PRODUCTION_LIMIT) it responds when a slot is free. */
const TIMEOUT_MS = 3_600_000;

/** What a proxy (HTTP_PROXY) says when it can't or won't connect to this machine. n8n says none of it. */
const OF_A_PROXY = [403, 407, 502, 503, 504];

/** A way to n8n's waiting webhooks. */
type Way = Pick<IHttpRequestOptions, 'headers' | 'skipSslCertificateValidation'> & {
	/** With the endpoint, without a slash at the end. */
	url: string;
};

const answerSchema = z.object({ statusCode: z.number(), body: z.string() });

/**
 * Hands a tap to the node whose execution waits for it. Calls nothing but this n8n's own waiting
 * webhook, whatever the reference says.
 * @returns whether it resumed the execution
 */
export async function resumes(
	context: IWebhookFunctions,
	{ executionId, nodeId, signature, proof, value }: TapReference,
	response: Tap['response'],
): Promise<boolean> {
	const path = `${executionId}/${encodeURIComponent(nodeId)}?signature=${signature}`;
	const tap: Tap = { proof, value, response };
	for (const { url, ...way } of waysTo(context)) {
		const options = { ...way, url: `${url}/${path}`, body: JSON.stringify(tap) };
		try {
			return saysResumed(await ask(context, options));
		} catch (error) {
			// The tap has arrived, and its execution has to wait for its turn.
			if (isTimeout(error)) return true;
		}
	}
	context.logger.error(
		"The InstantDM Trigger can't reach n8n's own waiting webhook, so that taps resume no execution: check N8N_WEBHOOK_URL (in older n8n WEBHOOK_URL), and NO_PROXY where n8n uses a proxy",
		{ node: context.getNode().name },
	);
	return false;
}

/** This very process, at the socket the delivery came in on; then where the outside finds it. */
function waysTo(context: IWebhookFunctions): Way[] {
	const resumeUrl = z.string().parse(context.evaluateExpression('{{ $execution.resumeUrl }}'));
	const outside = new URL('.', resumeUrl).href.slice(0, -1);
	const { host, pathname } = new URL(outside);
	const endpoint = pathname.slice(pathname.lastIndexOf('/') + 1);
	const { socket } = context.getRequestObject();
	const { localAddress, localPort } = socket;
	// Once the sender has hung up, the socket no longer says where it was.
	if (localAddress === undefined || localPort === undefined) return [{ url: outside }];
	const address = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
	const scheme = 'encrypted' in socket ? 'https' : 'http';
	return [
		{
			url: `${scheme}://${address}:${localPort}/${endpoint}`,
			// n8n 1.123 signs the host that the outside sees.
			headers: { host },
			// Its certificate is not for this address.
			skipSslCertificateValidation: true,
		},
		{ url: outside },
	];
}

/** n8n says 409 as long as the execution runs. */
async function ask(
	context: IWebhookFunctions,
	{ headers, ...options }: IHttpRequestOptions,
): Promise<string> {
	let pause = FIRST_PAUSE_MS;
	for (let waited = 0; ;) {
		const answer: unknown = await context.helpers.httpRequest({
			method: 'POST',
			...options,
			headers: { ...headers, 'content-type': 'application/json' },
			encoding: 'text',
			timeout: TIMEOUT_MS,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		});
		const { statusCode, body } = answerSchema.parse(answer);
		if (OF_A_PROXY.includes(statusCode)) throw new Error('A proxy answered');
		const isRunning = statusCode === 409 && !body.includes('finished');
		if (!isRunning || waited >= LONGEST_WAIT_MS) return body;
		await sleep(pause);
		waited += pause;
		pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
	}
}

/** Anything but the node's own answer is n8n's, of an execution that does not wait. */
function saysResumed(body: string): boolean {
	return verdictSchema.safeParse(parseJson(body)).data?.status === 'resumed';
}

function isTimeout(error: unknown): boolean {
	return z.object({ code: z.literal('ECONNABORTED') }).safeParse(error).success;
}
