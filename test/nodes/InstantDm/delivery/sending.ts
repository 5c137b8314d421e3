import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import { InstantDmApi } from '../../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../../nodes/InstantDm/InstantDm.node';
import { createN8n } from '../../../support/n8n';
import { startStandIn, type StandIn } from '../../../support/standIn';

type Settings = NonNullable<Parameters<ReturnType<typeof createN8n>['startNode']>[0]['settings']>;

export const loaded = { nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] };
export const n8n = createN8n(loaded);

/** A stand-in for the tests of one file, as freshly started for each. */
export function useStandIn(): { readonly standIn: StandIn } {
	let running: StandIn | undefined;
	const standIn = () => {
		if (!running) throw new Error('The stand-in is not running');
		return running;
	};
	beforeAll(async () => {
		running = await startStandIn();
	});
	afterEach(() => {
		standIn().reset();
	});
	afterAll(() => standIn().close());
	return {
		get standIn() {
			return standIn();
		},
	};
}

/** The credential that fits a stand-in. */
export const credentialFor = ({ url }: Pick<StandIn, 'url'>) => ({
	apiKey: 'test-key',
	baseUrl: url,
});

/** A direct message to `={{ $json.to }}` saying `={{ $json.text }}`. */
export const directMessage = (options: NodeParameterValueType = {}): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	recipientId: '={{ $json.to }}',
	messageType: 'text',
	text: '={{ $json.text }}',
	options,
});

/** A private reply and a public one to the comment `={{ $json.to }}`. */
export const bothReplies = (options: NodeParameterValueType = {}): INodeParameters => ({
	resource: 'comment',
	operation: 'replyAndPrivateReply',
	commentId: '={{ $json.to }}',
	commentText: 'See your inbox',
	messageType: 'text',
	text: '={{ $json.text }}',
	options,
});

/** Items to `count` people with the ids 1000, 1001, … */
export const people = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ to: String(1000 + index), text: `Hi ${index}` }));

/** Starts the node against a stand-in. */
export function start(
	standIn: Pick<StandIn, 'url'>,
	parameters: INodeParameters,
	items: IDataObject[],
	settings: Settings = {},
) {
	return n8n.startNode({ parameters, items, settings, credential: credentialFor(standIn) });
}

// Jest types its matchers as `any`; these keep that out of the tests.
export const aString: unknown = expect.any(String);
export const matching = (pattern: string | RegExp): unknown => expect.stringMatching(pattern);
export const containing = (fields: object): unknown => expect.objectContaining(fields);
