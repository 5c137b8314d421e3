import type { IBinaryData, NodeParameterValueType } from 'n8n-workflow';
import { z } from 'zod';

import { fileInMemory, readSignedUrl, storedFile } from '../../../../support/n8nCore/binaryData';
import { credentialFor, directMessage, n8n, useFakeInstantDm } from './sending';

const site = useFakeInstantDm();
const PUBLIC = 'https://n8n.example.com';
const PNG = { mimeType: 'image/png', fileName: 'photo.png' } as const;
const png = (content = 'picture') => storedFile(Buffer.from(content), PNG);

interface Send {
	type?: 'image' | 'video' | 'audio';
	/** The item's files. */
	binary?: Record<string, IBinaryData>;
	/** What the field Input Data Field Name holds. */
	field?: string;
	json?: { to: string; file?: IBinaryData };
	n8nUrl?: string;
	options?: NodeParameterValueType;
}

/** Sends one file to the person 1. */
function send({
	type = 'image',
	binary,
	field = 'data',
	json,
	n8nUrl = PUBLIC,
	options = {},
}: Send) {
	const media = { messageType: type, mediaSource: 'binary', binaryPropertyName: field };
	return n8n.runNode({
		parameters: { ...directMessage(options), ...media },
		items: [{ json: { to: '1', ...json }, ...(binary && { binary }) }],
		credential: credentialFor(site.fakeInstantDm),
		n8nUrl,
	});
}

const bodySchema = z.object({
	message: z.object({
		attachment: z.object({ type: z.string(), payload: z.object({ url: z.string() }) }),
	}),
});

/** What the only message that reached InstantDM has attached. */
function attached(): { type: string; url: string } {
	expect(site.fakeInstantDm.ledger.entries).toHaveLength(1);
	const { attachment } = bodySchema.parse(site.fakeInstantDm.ledger.bodies()[0]).message;
	return { type: attachment.type, url: attachment.payload.url };
}

const content = async (url: string) => (await readSignedUrl(url)).toString();

it.each(['image', 'video', 'audio'] as const)(
	'sends a file of the item as %s, at a URL where n8n serves it',
	async (type) => {
		const { error } = await send({ type, binary: { data: await png('bytes') } });
		expect(error).toBeUndefined();
		const { type: sent, url } = attached();
		expect(sent).toBe(type);
		expect(url).toMatch(/^https:\/\/n8n\.example\.com\/rest\/binary-data\/signed\?token=/);
		expect(await content(url)).toBe('bytes');
	},
);

it('sends the file under the name that the field holds', async () => {
	await send({ field: 'photo', binary: { data: await png('one'), photo: await png('two') } });
	expect(await content(attached().url)).toBe('two');
});

it('sends a file that an expression gives', async () => {
	await send({ field: '={{ $json.file }}', json: { to: '1', file: await png('given') } });
	expect(await content(attached().url)).toBe('given');
});

it.each([
	[undefined, 65],
	[7200, 180],
])(
	'gives Instagram an hour to fetch it, after the wait for a limit: Max Wait %s',
	async (maxWait, minutes) => {
		const options = { ...(maxWait !== undefined && { maxWait, onRateLimit: 'wait' }) };
		await send({ options, binary: { data: await png() } });
		const { url } = attached();
		const sent = Date.now();
		const later = (minutes: number) => {
			const now = sent + minutes * 60_000;
			jest.useFakeTimers({ now, doNotFake: ['nextTick', 'setImmediate', 'setTimeout'] });
		};
		try {
			later(minutes - 1);
			expect(await content(url)).toBe('picture');
			later(minutes + 1);
			await expect(readSignedUrl(url)).rejects.toThrow('expired');
		} finally {
			jest.useRealTimers();
		}
	},
);

describe('sends nothing and says what to set', () => {
	it.each<[string, () => Promise<Send>, RegExp]>([
		[
			'when n8n keeps files in memory',
			async () => ({ binary: { data: await fileInMemory(Buffer.from('picture'), PNG) } }),
			/in memory.*N8N_DEFAULT_BINARY_DATA_MODE to filesystem/,
		],
		[
			'when the file is empty',
			async () => ({ binary: { data: await png('') } }),
			/empty file \(0 bytes\).*made it/,
		],
		[
			'when the item has no file',
			() => Promise.resolve({}),
			/match a file in this item \("data"\)/,
		],
		[
			'when the file has another name',
			async () => ({ field: 'photo', binary: { data: await png() } }),
			/match a file in this item \("photo"\).*above the file/,
		],
		[
			'when the field holds the file itself as text',
			() => Promise.resolve({ field: `={{ "iVBORw0KGgo".repeat(9) }}` }),
			/doesn't match a file in this item: Enter the name/,
		],
		[
			'when the field is empty',
			async () => ({ field: '={{ "" }}', binary: { data: await png() } }),
			/'Input Data Field Name' isn't the name of a file/,
		],
		[
			'when an expression gives something else',
			() => Promise.resolve({ field: '={{ ({ mimeType: "image/png" }) }}' }),
			/doesn't match a file in this item/,
		],
		...[
			'http://n8n.example.com',
			'https://localhost:5678',
			'https://n8n:5678',
			'https://n8n.local',
			'https://127.0.0.1',
			'https://10.1.2.3',
			'https://192.168.1.5',
			'https://172.20.0.2',
			'https://[fd00::1]',
		].map((n8nUrl): [string, () => Promise<Send>, RegExp] => [
			`when Instagram cannot reach n8n at ${n8nUrl}`,
			async () => ({ n8nUrl, binary: { data: await png() } }),
			/can't reach this n8n.*WEBHOOK_URL/,
		]),
	])('%s', async (_, spec, sentence) => {
		const { error } = await send(await spec());
		expect(`${error?.message}: ${error?.description}`).toMatch(sentence);
		expect(site.fakeInstantDm.ledger.entries).toEqual([]);
	});

	it.each(['https://n8n.example.com', 'https://172.32.0.1', 'https://11.0.0.1'])(
		'but not for an n8n at %s',
		async (n8nUrl) => {
			expect((await send({ n8nUrl, binary: { data: await png() } })).error).toBeUndefined();
		},
	);
});
