import { WEBHOOK_SECRET, type Testbed } from '../../support/host/testbed';
import { useTestbed } from '../../support/host/useTestbed';
import { action, chain, node, trigger, type WorkflowFile } from '../../support/host/workflowFiles';

/** Where people and Instagram reach n8n; a proxy would pass it on to the port of this machine. */
const PUBLIC = 'https://n8n.example.com';
/** A picture of one pixel. */
const PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Makes a picture and sends it to whoever commented; a failed item says why. */
function sendPicture(): WorkflowFile {
	const base64 = { mode: 'raw', jsonOutput: JSON.stringify({ picture: PNG }) };
	const toFile = {
		operation: 'toBinary',
		sourceProperty: 'picture',
		options: { fileName: 'pixel.png', mimeType: 'image/png' },
	};
	const image = { messageType: 'image', mediaSource: 'binary', binaryPropertyName: 'data' };
	return chain(
		'Send a picture',
		trigger(),
		{ ...node('Picture', 'n8n-nodes-base.set', base64), typeVersion: 3.4 },
		{ ...node('Convert to File', 'n8n-nodes-base.convertToFile', toFile), typeVersion: 1.1 },
		action(
			'InstantDM',
			{
				resource: 'message',
				operation: 'send',
				recipientId: "={{ $('InstantDM Trigger').item.json.senderId }}",
				...image,
			},
			{ onError: 'continueRegularOutput' },
		),
	);
}

/** Runs it once, as Instagram finds n8n at its public URL, and answers what the node put out. */
async function outputOf({ fakeInstantDm, n8n, publish, workflows }: Testbed): Promise<unknown> {
	fakeInstantDm.configure({ servedAt: { [PUBLIC]: n8n.url } });
	const { id, url } = await publish(sendPicture());
	await fakeInstantDm.deliver(url, 'comment', undefined, { secret: WEBHOOK_SECRET });
	const [execution] = await workflows.finished(id, 1);
	expect(execution?.error).toBeUndefined();
	const [output] = execution?.runData.InstantDM?.[0]?.data?.main ?? [];
	expect(output).toHaveLength(1);
	return output?.[0]?.json;
}

const notSent = (sentence: string) => ({
	error: expect.stringContaining(sentence) as unknown,
	delivery: 'notSent',
	retryable: false,
});

describe('a file of the workflow, in an n8n that keeps files on disk', () => {
	const testbed = useTestbed({ WEBHOOK_URL: PUBLIC, N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' });

	it('reaches Instagram, which downloads it from n8n', async () => {
		const output = await outputOf(testbed());
		expect(output).toMatchObject({ message_id: expect.any(String) as unknown });
		expect(testbed().fakeInstantDm.instagram.downloads).toEqual([
			{
				url: expect.stringContaining(`${PUBLIC}/rest/binary-data/signed?token=`) as unknown,
				type: expect.stringContaining('image/png') as unknown,
				content: Buffer.from(PNG, 'base64'),
			},
		]);
	});
});

describe('a file of the workflow, in an n8n that keeps files in memory', () => {
	const testbed = useTestbed({ WEBHOOK_URL: PUBLIC, N8N_DEFAULT_BINARY_DATA_MODE: 'default' });

	it('is not sent, and the sentence says what to set', async () => {
		expect(await outputOf(testbed())).toMatchObject(notSent('N8N_DEFAULT_BINARY_DATA_MODE'));
		expect(testbed().fakeInstantDm.ledger.entries).toEqual([]);
	});
});

describe('a file of the workflow, in an n8n without a public URL', () => {
	const testbed = useTestbed({ N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' });

	it('is not sent, and the sentence says what to set', async () => {
		expect(await outputOf(testbed())).toMatchObject(notSent('WEBHOOK_URL'));
		expect(testbed().fakeInstantDm.ledger.entries).toEqual([]);
	});
});
