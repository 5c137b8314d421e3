import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { WebhookContext } from 'n8n-core';
import {
	jsonParse,
	UnexpectedError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IWebhookData,
	type IWebhookDescription,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import type { CredentialFields } from './credentialsHelper';
import { credentialOf, named, nodeOf, servicesFor, workflowOf, type Loaded } from './workflow';

export interface TriggerSpec {
	/** The `name` in the node's description; the first trigger loaded unless told. */
	type?: string;
	parameters?: INodeParameters;
	credential?: CredentialFields;
	mode?: WorkflowExecuteMode;
	workflowId?: string;
	staticData?: IDataObject;
	/** Called where n8n stores or queues the execution; 'fail' is a database or queue that is down. */
	takeOver?: () => 'ok' | 'fail';
	/** Where the outside reaches this n8n; `http://127.0.0.1:5678` unless told. */
	n8nUrl?: string;
	/** n8n's waiting webhooks (`/webhook-waiting/…`), in the same process; there are none unless told. */
	waiting?: RequestHandler;
}

/** What one call of the webhook came to. */
export interface Delivery {
	status: number;
	/** The items n8n started an execution with, one array for each output; absent: no execution. */
	workflowData?: INodeExecutionData[][];
	/** What `webhook()` threw; n8n then answers 500 and stores a failed execution. */
	error?: unknown;
}

/** A trigger node in a workflow, as the webhook and lifecycle functions find it. */
interface Mounted {
	nodeType: INodeType;
	node: INode;
	workflow: Workflow;
	webhook: IWebhookDescription;
	mode: WorkflowExecuteMode;
	webhookData(services: IWorkflowExecuteAdditionalData): IWebhookData;
	services(): IWorkflowExecuteAdditionalData;
}

/** Puts the trigger alone into an active workflow. */
export function mount(loaded: Loaded, spec: TriggerSpec): Mounted {
	const name = spec.type ?? loaded.nodes.find((node) => 'webhook' in node)?.description.name;
	const nodeType = loaded.nodes.find(({ description }) => description.name === name);
	const webhook = nodeType?.description.webhooks?.[0];
	if (!nodeType || !webhook || name === undefined) {
		throw new UnexpectedError('No trigger node was given to the harness');
	}
	const credentials = credentialOf(loaded, spec.credential);
	const workflow = workflowOf(loaded, {
		nodes: [
			{
				name: 'Trigger',
				type: name,
				parameters: spec.parameters ?? {},
				webhookId: '00000000-0000-4000-8000-000000000000',
			},
		],
		credentials,
		...(spec.workflowId !== undefined && { id: spec.workflowId }),
		...(spec.staticData && { staticData: structuredClone(spec.staticData) }),
	});
	const mode = spec.mode ?? 'webhook';
	return {
		nodeType,
		node: nodeOf(workflow, 'Trigger'),
		workflow,
		webhook,
		mode,
		services: () =>
			servicesFor(
				loaded,
				workflow,
				mode,
				credentials,
				spec.n8nUrl === undefined ? {} : { n8nUrl: spec.n8nUrl },
			),
		webhookData: (services) => ({
			httpMethod: 'POST',
			node: 'Trigger',
			path: webhook.path,
			webhookDescription: webhook,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: services,
			...(mode === 'manual' && { isTest: true }),
		}),
	};
}

/** N8N_PAYLOAD_SIZE_MAX, unless told. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** n8n's `readRawBody`: it throws for a body over the limit, broken off or read before. */
function addRawBodyReader(req: Request): void {
	req.readRawBody = async () => {
		if (Buffer.isBuffer(req.rawBody)) return;
		if (!req.readable) throw new UnexpectedError('Request body stream is not readable');
		const isPacked = req.headers['content-encoding'] === 'gzip';
		const body = await buffer(isPacked ? req.pipe(createGunzip()) : req);
		if (body.length > LARGEST_BODY) throw new UnexpectedError('request entity too large');
		req.rawBody = body;
	};
}

const READ_BY_N8N = /^(?:application\/(?:json|x-www-form-urlencoded)|text\/plain|.*[/+]xml)$/;

/**
 * n8n's body parser: a form is taken apart and its bytes are gone; for other types the bytes are
 * kept, and only `application/json` exactly is parsed. For a node of version 2 and later it leaves
 * types alone that it does not know.
 */
async function parseBody(req: Request, nodeVersion: number): Promise<void> {
	const type = req.headers['content-type']?.split(';')[0]?.toLowerCase() ?? '';
	if (type === 'multipart/form-data') await req.resume().toArray();
	else if (nodeVersion < 2 || READ_BY_N8N.test(type)) await req.readRawBody();
	req.body = {};
	if (type === 'application/json' && req.rawBody.length > 0) {
		req.body = jsonParse<unknown>(req.rawBody.toString('utf8').replace(/^\uFEFF/, ''));
	}
}

/** What n8n hands to `webhook()`. */
export class Context extends WebhookContext {
	override getWorkflow() {
		return named(super.getWorkflow());
	}
}

async function runWebhook(mounted: Mounted, req: Request, res: Response) {
	const { nodeType, node, workflow, mode } = mounted;
	const services = mounted.services();
	services.httpRequest = req;
	services.httpResponse = res;
	const data = mounted.webhookData(services);
	const context = new Context(workflow, node, services, mode, data, [], null);
	if (!nodeType.webhook) throw new UnexpectedError('The node has no webhook()');
	return await nodeType.webhook.call(context);
}

/** `responseData`, then `webhookResponse`, then a sentence: n8n's order for `onReceived`. */
function onReceivedBody(responseData: unknown, result: IWebhookResponseData): unknown {
	if (responseData === 'noData') return undefined;
	if (responseData) return responseData;
	const answer: unknown = result.webhookResponse;
	return answer ?? { message: 'Workflow was started' };
}

function send(res: Response, status: number, body: unknown): void {
	res.status(status);
	if (typeof body === 'string') res.send(body);
	else res.json(body);
}

/**
 * One call of the webhook, answered as n8n 2.40's webhook-helpers answer it for the response mode
 * `onReceived`: 422 for a body that it cannot read or parse itself, 500 when `webhook()` throws or nobody takes the
 * execution over, the node's own answer where it gave one.
 */
async function handle(
	mounted: Mounted,
	takeOver: () => 'ok' | 'fail',
	req: Request,
	res: Response,
): Promise<Delivery> {
	const { workflow, node, webhook, mode } = mounted;
	addRawBodyReader(req);
	try {
		await parseBody(req, node.typeVersion);
	} catch {
		send(res, 422, { code: 422, message: 'Failed to parse request body' });
		return { status: 422 };
	}
	const responseCode = Number(
		workflow.expression.getSimpleParameterValue(
			node,
			webhook.responseCode,
			mode,
			{},
			undefined,
			200,
		),
	);
	let result: IWebhookResponseData;
	try {
		result = await runWebhook(mounted, req, res);
	} catch (error) {
		send(res, 500, {
			code: 0,
			message: 'Workflow Webhook Error: Workflow could not be started!',
		});
		return { status: 500, error, workflowData: [[{ json: {} }]] };
	}
	const answered = result.noWebhookResponse === true;
	if (result.workflowData === undefined) {
		const answer: unknown = result.webhookResponse ?? { message: 'Webhook call received' };
		if (!answered) send(res, responseCode, answer);
		return { status: res.statusCode };
	}
	if (takeOver() === 'fail') {
		const message = 'There was a problem executing the workflow';
		if (!answered) send(res, 500, { code: 0, message });
		return { status: res.statusCode };
	}
	if (!answered) {
		const responseData: unknown = workflow.expression.getComplexParameterValue(
			node,
			webhook.responseData,
			mode,
			{},
			undefined,
			'firstEntryJson',
		);
		send(res, responseCode, onReceivedBody(responseData, result));
	}
	return { status: res.statusCode, workflowData: result.workflowData };
}

/**
 * n8n's webhook endpoint for one active trigger. Every call loads the workflow anew, as n8n does,
 * so static data written by an earlier call is gone. `onHandled` hears what each call came to.
 */
export function webhookApp(
	loaded: Loaded,
	spec: TriggerSpec,
	onHandled: (delivery: Delivery, req: Request) => void,
): Express {
	const takeOver = spec.takeOver ?? (() => 'ok');
	const app = express().disable('x-powered-by');
	if (spec.waiting) app.use('/webhook-waiting', express.json(), spec.waiting);
	app.use(async (req: Request, res: Response) => {
		onHandled(await handle(mount(loaded, spec), takeOver, req, res), req);
	});
	return app;
}
