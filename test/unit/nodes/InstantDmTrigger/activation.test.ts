import { NodeHelpers, Workflow, type INode } from 'n8n-workflow';

import { InstantDmTrigger } from '../../../../nodes/InstantDmTrigger/InstantDmTrigger.node';
import { options as optionsField } from '../../../../nodes/InstantDmTrigger/settings/options';
import { EVENTS } from '../../../../nodes/shared/events/index';
import { credential, n8n } from './trigger';

const activate = (spec: Parameters<typeof n8n.lifecycle>[0]) => n8n.lifecycle(spec).activate();

describe('activation', () => {
	it('succeeds with a secret, or without verification', async () => {
		await expect(activate({ credential })).resolves.toBeUndefined();
		await expect(activate({ parameters: { verifySignature: false } })).resolves.toBeUndefined();
	});

	it('checks the setup each time', async () => {
		expect(await n8n.lifecycle({ credential }).checkExists()).toBe(false);
	});

	it.each([
		['no credential', {}, /^No credential is chosen: choose .* in the trigger/],
		[
			'no secret',
			{ credential: { apiKey: 'k', webhookSecret: '' } },
			/no webhook secret .*: add one/,
		],
		[
			'a space after the secret',
			{ credential: { ...credential, webhookSecret: 'test_secret\n' } },
			/starts or ends with a space: remove/,
		],
		[
			'a space before the previous secret',
			{ credential: { ...credential, previousWebhookSecret: ' old' } },
			/starts or ends with a space: remove/,
		],
	])('fails with %s and says what to do', async (_, spec, message) => {
		await expect(activate(spec)).rejects.toMatchObject({
			name: 'NodeOperationError',
			// n8n's toast shows the message only: what to do has to be in it.
			message: expect.stringMatching(message) as unknown,
		});
	});

	it('never reveals a secret', async () => {
		const secret = ' hunter2hunter2';
		const failed = activate({ credential: { ...credential, webhookSecret: secret } });
		const error: unknown = await failed.catch((thrown: unknown) => thrown);
		expect(JSON.stringify([error, String(error)])).not.toContain('hunter2');
	});

	it.each([
		[
			'a pattern',
			{ keywords: 'price\n(cost', keywordMatch: 'regex' },
			"(cost isn't valid (Unterminated group)",
		],
		[
			'a media ID',
			{ mediaIds: '18071354672638470, https://instagram.com/p/x' },
			"'Media IDs' is a link, not an ID: enter the IDs of posts, separated by commas or line breaks",
		],
		[
			'a post',
			{ posts: ['https://instagram.com/p/x'] },
			"'Post Names or IDs' is a link, not an ID: choose posts from the list",
		],
		['an age', { maxAge: -1 }, "'Maximum Age (Seconds)' isn't valid: enter a number of 0 or more"],
		[
			'no age',
			{ maxAge: 'soon' },
			"'Maximum Age (Seconds)' isn't valid: enter a number of 0 or more",
		],
		[
			'a comment type',
			{ commentKind: 'some' },
			"'Comment Type' isn't valid: use all, topLevel or replies",
		],
		[
			'keywords',
			{ keywords: '={{ ({ a: 1 }) }}' },
			"'Keywords' must be text: enter text, or a list of texts",
		],
		[
			'posts',
			{ posts: '={{ [{ id: 1 }] }}' },
			"'Post Names or IDs' must contain only digits: choose posts from the list",
		],
		[
			'a message type',
			{ messageKinds: ['gif'] },
			"'Message Types' isn't valid: use attachment, deleted,",
		],
		[
			'duplicates',
			{ deduplicate: 'yes' },
			"'Ignore Duplicates' must be true or false: turn it on or off",
		],
	])('fails with %s that cannot be used', async (_, options, message) => {
		await expect(activate({ credential, parameters: { options } })).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(message) as unknown,
		});
	});

	it('fails with an output mode that does not exist, and says which do', async () => {
		await expect(
			activate({ credential, parameters: { outputMode: '={{ "two" }}' } }),
		).rejects.toThrow("'Output Mode' isn't valid: use single or perEvent");
	});

	it('fails without any event', async () => {
		await expect(activate({ credential, parameters: { events: [] } })).rejects.toThrow(
			"'Trigger On' is empty: choose at least one event",
		);
	});
});

describe('the description', () => {
	const { description } = new InstantDmTrigger();
	const byName = new Map(description.properties.map((property) => [property.name, property]));
	const valuesOf = (options: readonly object[] = []) =>
		options.map((option) =>
			'value' in option ? option.value : 'name' in option ? option.name : null,
		);

	it('holds the parameters of the contract, with their defaults', () => {
		const defaults = [...byName.values()].map(({ name, default: value }) => [name, value]);
		expect(Object.fromEntries(defaults)).toEqual({
			webhookNotice: '',
			events: ['comment', 'dm_received', 'postback', 'question_answered', 'flow_completed'],
			outputMode: 'single',
			verifySignature: true,
			simplify: true,
			options: { keywords: '' },
		});
	});

	it('shows the credential whatever is set', () => {
		expect(description.credentials).toEqual([
			{ name: 'instantDmApi', required: false, testedBy: 'instantDmApiTest' },
		]);
	});

	it('begins with the notice and the events, and shows keywords from the start', () => {
		expect(description.properties.map(({ name }) => name)).toEqual([
			'webhookNotice',
			'events',
			'outputMode',
			'simplify',
			'verifySignature',
			'options',
		]);
	});

	it('gives each event an entry in the list of triggers', () => {
		const [, events] = description.properties;
		expect(events).toMatchObject({
			displayName: 'Trigger On',
			options: EVENTS.map(({ label, action }) => ({ name: label, action })),
		});
	});

	it('lists its options by their labels, with the defaults that the node uses', () => {
		const options = (byName.get('options')?.options ?? []).filter((each) => 'displayName' in each);
		const labels = options.map(({ displayName }) => displayName);
		expect(labels).toEqual([...labels].sort());
		const shown = options.map((option) => [
			'default' in option ? option.default : null,
			option.name,
		]);
		const taken = optionsField.schema.parse({});
		expect(Object.fromEntries(shown.map(([value, name]) => [name, value]))).toEqual({
			...taken,
			mediaIds: '',
		});
	});

	it.each([
		[{}, false],
		[{ keywords: '' }, false],
		[{ keywords: 'price' }, true],
		[{ keywords: '={{ $json.words }}' }, true],
	])('offers Keyword Match with %j: %s', (options, isShown) => {
		const match = (byName.get('options')?.options ?? []).find(
			({ name }) => name === 'keywordMatch',
		);
		if (!match || !('type' in match)) throw new Error('There is no Keyword Match');
		const parameters = { events: ['comment'], options };
		expect(NodeHelpers.displayParameter(options, match, null, description, parameters)).toBe(
			isShown,
		);
	});

	it('offers the values of the contract', () => {
		expect(valuesOf(byName.get('outputMode')?.options).sort()).toEqual(['perEvent', 'single']);
		expect(valuesOf(byName.get('events')?.options)).toEqual(byName.get('events')?.default);
		expect(valuesOf(byName.get('options')?.options).sort()).toEqual([
			'commentKind',
			'deduplicate',
			'ignoreOwnActivity',
			'includePayload',
			'keywordMatch',
			'keywords',
			'maxAge',
			'mediaIds',
			'messageKinds',
			'posts',
		]);
	});

	it('has the outputs that were asked for, in their fixed order', () => {
		const outputsWith = (outputMode: string, events: string[]) => {
			const parameters = { outputMode, events };
			const node: INode = {
				id: '1',
				name: 'T',
				type: 't',
				typeVersion: 1,
				position: [0, 0],
				parameters,
			};
			const type = new InstantDmTrigger();
			const nodeTypes = {
				getByName: () => type,
				getByNameAndVersion: () => type,
				getKnownTypes: () => ({}),
			};
			const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
			return NodeHelpers.getNodeOutputs(workflow, node, description);
		};
		expect(outputsWith('single', ['comment'])).toEqual(['main']);
		expect(outputsWith('perEvent', ['flow_completed', 'postback', 'comment'])).toEqual([
			expect.objectContaining({ type: 'main', displayName: 'New Comment' }),
			expect.objectContaining({ type: 'main', displayName: 'Button Click' }),
			expect.objectContaining({ type: 'main', displayName: 'Flow Completed' }),
		]);
	});

	it('says where the URL goes', () => {
		const notice = byName.get('webhookNotice')?.displayName ?? '';
		for (const word of [
			'Production URL',
			'Settings → Integrations → Webhook Configuration',
			'secret',
		]) {
			expect(notice).toContain(word);
		}
	});
});
