import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import { InstantDmApi } from '../../../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../../../nodes/InstantDm/InstantDm.node';
import { createN8n } from '../../../../support/n8nCore/index';
import { startFakeInstantDm, type FakeInstantDm } from '../../../../support/fakeInstantDm/index';

type Settings = NonNullable<Parameters<ReturnType<typeof createN8n>['startNode']>[0]['settings']>;

export const loaded = { nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] };
export const n8n = createN8n(loaded);

/**
 * A fake InstantDM for each test: with a URL of its own, since limits hold for all executions of an
 * account.
 */
export function useFakeInstantDm(): { readonly fakeInstantDm: FakeInstantDm } {
	let running: FakeInstantDm | undefined;
	const fakeInstantDm = () => {
		if (!running) throw new Error('the fake InstantDM is not running');
		return running;
	};
	beforeEach(async () => {
		running = await startFakeInstantDm();
	});
	afterEach(() => fakeInstantDm().close());
	return {
		get fakeInstantDm() {
			return fakeInstantDm();
		},
	};
}

/** The credential that fits a fake InstantDM. */
export const credentialFor = ({ url, openApiUrl }: Pick<FakeInstantDm, 'url' | 'openApiUrl'>) => ({
	apiKey: 'test-key',
	baseUrl: url,
	openApiBaseUrl: openApiUrl,
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

/** Starts the node against a fake InstantDM. */
export function start(
	fakeInstantDm: Pick<FakeInstantDm, 'url' | 'openApiUrl'>,
	parameters: INodeParameters,
	items: IDataObject[],
	settings: Settings = {},
) {
	return n8n.startNode({ parameters, items, settings, credential: credentialFor(fakeInstantDm) });
}

// Jest types its matchers as `any`; these keep that out of the tests.
export const aString: unknown = expect.any(String);
export const matching = (pattern: string | RegExp): unknown => expect.stringMatching(pattern);
export const containing = (fields: object): unknown => expect.objectContaining(fields);
