import nock from 'nock';

import { InstantDmApi } from '../../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../../nodes/InstantDm/InstantDm.node';
import { createN8n } from '../../../support/n8nCore/index';
import { withoutNetwork } from '../../../support/noNetwork';

const KEY = 'sk-abc123';
const n8n = createN8n({ nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] });

interface Call {
	headers: Record<string, string>;
	/** The body, keys in the order in which they went out. */
	body: string;
}

/** Answers every call at the network's edge and keeps what came. */
function listen(baseUrl = 'https://api.instantdm.com', path = '/api-webhook'): Call[] {
	const calls: Call[] = [];
	nock(baseUrl)
		.persist()
		.post(path)
		.reply(200, function (_, sent) {
			calls.push({ headers: this.req.headers, body: JSON.stringify(sent) });
			return { message: 'ok', call: calls.length };
		});
	return calls;
}

withoutNetwork();

const dm = { resource: 'message', operation: 'send', recipientId: '2358708294634624' };
const hello = { ...dm, messageType: 'text', text: 'Hello!' };

it.each([
	['authorization', 'authorization', `Bearer ${KEY}`],
	['xApiKey', 'x-api-key', KEY],
])('sends the key as %s and nowhere else', async (authHeader, header, value) => {
	const calls = listen();
	await n8n.runNode({ parameters: hello, credential: { apiKey: KEY, authHeader } });
	const other = header === 'authorization' ? 'x-api-key' : 'authorization';
	expect(calls[0]?.headers).toMatchObject({ [header]: value });
	expect(calls[0]?.headers).not.toHaveProperty(other);
});

it('forwards JSON as it is, in its own order', async () => {
	const calls = listen();
	const message = '{"metadata":{"z":1,"a":[true,null,1.5]},"attachment":{"type":"new"}}';
	const parameters = { ...dm, messageType: 'json', messageJson: message.replace(/,/g, ' ,\n') };
	await n8n.runNode({ parameters, credential: { apiKey: KEY } });
	expect(calls[0]?.body).toContain(`"message":${message}`);
});

it.each([
	['https://gateway.example/instantdm/', '/instantdm/api-webhook'],
	['https://gateway.example/', '/api-webhook'],
	['https://gateway.example', '/api-webhook'],
])('calls the API below the base URL %s', async (baseUrl, path) => {
	const calls = listen('https://gateway.example', path);
	await n8n.runNode({ parameters: hello, credential: { apiKey: KEY, baseUrl } });
	expect(calls).toHaveLength(1);
});

it('splits a long text when told to, and lists every response', async () => {
	const calls = listen();
	const text = `${'a'.repeat(900)}\n\n${'b'.repeat(900)}`;
	const { items } = await n8n.runNode({
		parameters: { ...hello, text, options: { splitLongText: true } },
		credential: { apiKey: KEY },
	});
	expect(calls).toHaveLength(2);
	expect(items).toEqual([
		{
			message: 'ok',
			call: 2,
			parts: [
				{ message: 'ok', call: 1 },
				{ message: 'ok', call: 2 },
			],
		},
	]);
});

it.each([
	['a safe number as ID', { ...hello, recipientId: 23587 }, { recipient_id: '23587' }],
	['blanks around the ID', { ...hello, recipientId: ' 23587\n' }, { recipient_id: '23587' }],
	['a number as text', { ...hello, text: 42 }, { message: { text: '42' } }],
	[
		'more bytes than 1000 but not more characters',
		{ ...hello, text: '👍'.repeat(1000) },
		{ message: { text: '👍'.repeat(1000) } },
	],
	[
		'a quick reply title that Instagram cuts',
		{
			...dm,
			messageType: 'quickReplies',
			text: 'Pick',
			quickReplies: { quickReply: [{ contentType: 'text', title: 'x'.repeat(30), payload: 'p' }] },
		},
		{
			message: {
				text: 'Pick',
				quick_replies: [{ content_type: 'text', title: 'x'.repeat(30), payload: 'p' }],
			},
		},
	],
	[
		'an object as JSON message',
		{ ...dm, messageType: 'json', messageJson: '={{ ({ text: "Hi" }) }}' },
		{ message: { text: 'Hi' } },
	],
])('accepts %s', async (_, parameters, body) => {
	const calls = listen();
	const { error } = await n8n.runNode({ parameters, credential: { apiKey: KEY } });
	expect(error).toBeUndefined();
	expect(calls.map((call): unknown => JSON.parse(call.body))).toEqual([
		expect.objectContaining(body),
	]);
});

it('saves nothing of a contact that its expressions did not give', async () => {
	const calls = listen('https://openapi.instantdm.com', '/create_or_update_contact');
	const nothing = ['={{ undefined }}', '={{ null }}', '={{ "" }}', '={{ Number(undefined) }}'];
	const field = nothing.map((value, index) => ({ name: `field ${index}`, value }));
	await n8n.runNode({
		parameters: {
			...{ resource: 'contact', operation: 'upsert', contactId: '1' },
			tags: '={{ ["lead", null, Number(undefined)] }}',
			contactInfo: { field: [...field, { name: 'age', value: '={{ 0 }}' }] },
		},
		credential: { apiKey: KEY },
	});
	expect(calls[0]?.body).toBe('{"contact_id":"1","tags":["lead"],"contact_info":{"age":0}}');
});

it.each([
	['between two words', `a${' '.repeat(300_000)}b`, 2],
	['after each word', `a${' '.repeat(900)}`.repeat(500), 0],
])('takes no time to split a text with many spaces %s', async (_, text, messages) => {
	const calls = listen();
	const began = Date.now();
	const parameters = { ...hello, text, options: { splitLongText: true } };
	const settings = { onError: 'continueRegularOutput' } as const;
	await n8n.runNode({ parameters, settings, credential: { apiKey: KEY } });
	expect(calls).toHaveLength(messages);
	expect(Date.now() - began).toBeLessThan(3000);
});
