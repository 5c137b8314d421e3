import { resources } from '../../../nodes/InstantDm/resources/index';
import { EVENTS } from '../../../nodes/shared/events/index';
import type { Testbed } from '../../support/host/testbed';
import { Editor } from './n8n/editor';
import { withCredential } from '../../support/host/workflowFiles';
import { asking, deliverComment, manually, openStage, openTool, tapOn, type Stage } from './stage';

let stage: Stage;
let testbed: Testbed;
let editor: Editor;
beforeAll(async () => {
	stage = await openStage();
	testbed = stage.testbed;
	editor = await Editor.open(stage.browser, testbed);
});
afterAll(async () => {
	await stage.close();
});
afterEach(() => {
	testbed.fakeInstantDm.reset();
});

/** The documentation's comment. */
const COMMENT_ID = '17890012345';
const TRIGGER = 'InstantDM Trigger';

/** Finds InstantDM in the nodes panel and chooses one of its triggers or actions. */
async function choose(name: string): Promise<void> {
	await editor.nodesPanel.find('InstantDM');
	await editor.nodesPanel.choose('InstantDM');
	await editor.nodesPanel.unfold('Actions');
	await editor.nodesPanel.choose(name);
}

describe('the nodes panel', () => {
	it.each([
		['light', 'instantDm.svg'],
		['dark', 'instantDm.dark.svg'],
	] as const)(
		'finds InstantDM by "instagram", with its icon for the %s theme',
		async (theme, file) => {
			const other = await Editor.open(stage.browser, testbed, theme);
			await other.newWorkflow();
			await other.canvas.addFirstStep.click();
			await other.nodesPanel.find('InstantDM', 'instagram');

			const icon = await other.nodesPanel.icon('InstantDM').getAttribute('src');
			expect(icon).toMatch(new RegExp(`/${file}$`));
			const image = await other.page.request.get(new URL(icon ?? '', testbed.n8n.url).href);
			expect(image.status()).toBe(200);
			expect(await image.text()).toContain('<svg');
			await other.close();
		},
	);

	it('lists the triggers and the actions by names that say what they do', async () => {
		await editor.newWorkflow();
		await editor.canvas.addFirstStep.click();
		await editor.nodesPanel.find('InstantDM');
		await editor.nodesPanel.choose('InstantDM');
		await editor.nodesPanel.unfold('Triggers');
		await editor.nodesPanel.unfold('Actions');

		const expected = [
			...EVENTS.map(({ action }) => action),
			...resources.flatMap(({ operations }) => operations.map(({ action }) => action)),
		];
		expect(await editor.nodesPanel.entries(expected.length)).toEqual(expected);
	});
});

describe('the credential form', () => {
	it('says in red what is wrong with the key, and in green that it is good', async () => {
		await editor.openWorkflow(manually({}));
		await editor.canvas.openNode('InstantDM');
		await editor.nodeView.openNewCredential();
		await editor.credentialForm.fill('apiKey', 'a-wrong-key');
		await editor.credentialForm.fill('baseUrl', testbed.fakeInstantDm.url);
		await editor.credentialForm.fill('openApiBaseUrl', testbed.fakeInstantDm.openApiUrl);
		await editor.credentialForm.save();
		expect(await editor.credentialForm.reason()).toMatch(
			/doesn't accept this API key.*Settings → Integrations → API Keys/,
		);

		await editor.credentialForm.fill('apiKey', testbed.credential.apiKey ?? '');
		await editor.credentialForm.save();
		await editor.credentialForm.untilClosed();
		await editor.nodeView.openCredential();
		await editor.credentialForm.success.waitFor();
		expect(testbed.fakeInstantDm.ledger.delivered()).toEqual([]);
	});

	it('says when nothing responds at the Base URL', async () => {
		await editor.openWorkflow(manually({}));
		await editor.canvas.openNode('InstantDM');
		await editor.nodeView.openNewCredential();
		await editor.credentialForm.fill('apiKey', 'any');
		await editor.credentialForm.fill('baseUrl', 'http://127.0.0.1:1');
		await editor.credentialForm.save();
		expect(await editor.credentialForm.reason()).toMatch(/Base URL/);
	});
});

describe('the trigger', () => {
	const openTrigger = async () => {
		await editor.newWorkflow();
		await editor.canvas.addFirstStep.click();
		await choose('On new comment');
	};

	it('says where its URL belongs and shows both', async () => {
		await openTrigger();
		const { parameters } = editor.nodeView;
		await parameters.getByText(/Settings → Integrations → Webhook Configuration/).waitFor();
		const test = await editor.nodeView.webhookUrl('test');
		const production = await editor.nodeView.webhookUrl('production');
		expect(test).toMatch(/^http:.*\/webhook-test\/[0-9a-f-]{36}\/webhook$/);
		expect(production).toBe(test.replace('/webhook-test/', '/webhook/'));
	});

	it('has an output for each chosen event where that is wanted', async () => {
		await openTrigger();
		await editor.nodeView.toggle('events', 'Button Click', 'New Message');
		await editor.nodeView.close();
		expect(await editor.canvas.outputs(TRIGGER)).toHaveLength(1);

		await editor.canvas.openNode(TRIGGER);
		await editor.nodeView.choose('outputMode', 'One Output for Each Event');
		await editor.nodeView.close();
		expect(await editor.canvas.outputs(TRIGGER)).toHaveLength(3);

		await editor.canvas.openNode(TRIGGER);
		await editor.nodeView.toggle('events', 'New Message');
		await editor.nodeView.close();
		const outputs = await editor.canvas.outputs(TRIGGER);
		expect(outputs).toEqual([expect.stringMatching(/comment/i), expect.stringMatching(/click/i)]);
	});

	it('offers only the options that fit the chosen events', async () => {
		await openTrigger();
		const forComments = await editor.nodeView.openOptions();
		await editor.nodeView.fold();
		expect(forComments).toEqual(expect.arrayContaining(['Comment Type', 'Media IDs']));
		expect(forComments).not.toContain('Message Types');

		await editor.nodeView.toggle('events', 'New Comment', 'New Message');
		const forMessages = await editor.nodeView.openOptions();
		expect(forMessages).toEqual(expect.arrayContaining(['Ignore Own Activity', 'Message Types']));
		expect(forMessages).not.toContain('Media IDs');
	});
});

describe('comment → private reply, built by hand', () => {
	it('runs with the test URL and shows the items', async () => {
		await editor.newWorkflow();
		await editor.canvas.addFirstStep.click();
		await choose('On new comment');
		await editor.nodeView.chooseCredential('InstantDM');
		const url = await editor.nodeView.webhookUrl('test');
		await editor.nodeView.execute();
		expect(await deliverComment(testbed, url)).toBe(200);
		await editor.nodeView.untilOutput(COMMENT_ID);
		await editor.nodeView.close();

		await editor.canvas.addAfter(TRIGGER);
		await choose('Reply privately to comment');
		await editor.nodeView.chooseCredential('InstantDM');
		await editor.nodeView.fill('text', "Here's the link...");
		await editor.nodeView.execute();
		await editor.nodeView.untilOutput('message_id');

		expect(await editor.nodeView.output.innerText()).toContain(
			testbed.fakeInstantDm.ledger.entries[0]?.id,
		);
		expect(testbed.fakeInstantDm.ledger.bodies()).toEqual([
			{
				action: 'send_message',
				type: 'comment_reply',
				comment_id: COMMENT_ID,
				message: { text: "Here's the link..." },
			},
		]);
	});
});

describe('what is wrong', () => {
	it('is beside the field that has to be filled in', async () => {
		await editor.openWorkflow(
			manually({ resource: 'comment', operation: 'reply', commentId: COMMENT_ID }),
		);
		await editor.canvas.openNode('InstantDM');
		await editor.nodeView.execute();
		expect(await editor.nodeView.issueText('commentText')).toContain('"Public Reply" is required');
		expect(testbed.fakeInstantDm.ledger.entries).toEqual([]);
	});

	it('is said in a sentence where the items would be', async () => {
		await editor.openWorkflow(
			manually({
				resource: 'comment',
				operation: 'reply',
				commentId: 'not-an-id',
				commentText: 'Thanks!',
			}),
		);
		await editor.canvas.openNode('InstantDM');
		await editor.nodeView.execute();
		const { message } = await editor.nodeView.error();
		expect(message).toMatch(/^'Comment ID' must contain only digits/);
	});
});

describe('the action node', () => {
	const ABOVE = ['Credential', 'Resource', 'Operation', 'Recipient ID', 'Message Type'];

	it('shows the fields of the chosen message type and no others', async () => {
		await editor.openWorkflow(manually({}));
		await editor.canvas.openNode('InstantDM');
		for (const [format, ...fields] of [
			['Image', 'Media Source', 'Media URL'],
			['Video', 'Media Source', 'Media URL'],
			['Audio', 'Media Source', 'Media URL'],
			['Text with Buttons', 'Text', 'Buttons', 'Type', 'Title', 'URL'],
			['Text with Quick Replies', 'Text', 'Quick Replies', 'Type', 'Title', 'Payload'],
			['Carousel', 'Cards', 'Title', 'Subtitle', 'Image URL', 'Link', 'Buttons'],
			['JSON', 'Message (JSON)'],
			['Text', 'Text'],
		] as const) {
			await editor.nodeView.choose('messageType', format);
			await editor.nodeView.untilLabel(fields.at(-1) ?? '');
			expect(await editor.nodeView.labels()).toEqual([...ABOVE, ...fields, 'Options']);
		}
	});
});

describe('a post chosen from the list', () => {
	const OFFER = '18071354672638470';
	const comments = {
		resource: 'comment',
		operation: 'getMany',
		postId: { __rl: true, mode: 'list', value: '' },
	};

	beforeEach(async () => {
		const { instagram } = testbed.fakeInstantDm;
		instagram.add('person', { id: '123456', username: 'ann' });
		instagram.add('post', { id: OFFER, caption: 'Comment LINK', at: Date.UTC(2026, 3, 29) });
		instagram.add('post', { caption: 'How our candles are made', at: Date.UTC(2026, 3, 28) });
		instagram.add('comment', { postId: OFFER, personId: '123456', text: 'LINK please' });
		await editor.openWorkflow(manually(comments));
		await editor.canvas.openNode('InstantDM');
	});

	it('is recognised by its caption and date, and its comments are shown', async () => {
		await editor.nodeView.chooseCredential('InstantDM');
		const picker = editor.nodeView.picker('postId');
		expect(await picker.open()).toEqual([
			'Comment LINK (2026-04-29)',
			'How our candles are made (2026-04-28)',
		]);
		expect(await picker.search('link', 1)).toEqual(['Comment LINK (2026-04-29)']);
		await picker.choose('Comment LINK');
		expect(await picker.input.inputValue()).toBe('Comment LINK (2026-04-29)');

		await editor.nodeView.execute();
		await editor.nodeView.untilOutput('LINK please');
		const [call] = testbed.fakeInstantDm.ledger.of('/ig_comments');
		expect(call?.query).toEqual({ post_id: OFFER });
	});

	it('says in the list what is wrong with the plan', async () => {
		testbed.fakeInstantDm.configure({ apiInPlan: false });
		await editor.nodeView.chooseCredential('InstantDM');
		expect(await editor.nodeView.picker('postId').openFailing()).toContain(
			'upgrade the plan in InstantDM',
		);
	});
});

describe('a file of the workflow', () => {
	it('is named in a field of its own, and missed in words', async () => {
		const image = {
			resource: 'message',
			operation: 'send',
			recipientId: '1',
			messageType: 'image',
		};
		await editor.openWorkflow(manually(image));
		await editor.canvas.openNode('InstantDM');
		await editor.nodeView.chooseCredential('InstantDM');
		await editor.nodeView.choose('mediaSource', 'File');
		await editor.nodeView.untilLabel('Input Data Field Name');
		expect(await editor.nodeView.labels()).not.toContain('Media URL');
		const field = editor.nodeView.field('binaryPropertyName').locator('input');
		expect(await field.inputValue()).toBe('data');

		await editor.nodeView.execute();
		const { message } = await editor.nodeView.error();
		expect(message).toContain('doesn\'t match a file in this item ("data")');
		expect(testbed.fakeInstantDm.ledger.entries).toEqual([]);
	});
});

describe("as a tool of n8n's AI Agent", () => {
	it('is found among the tools, and lets the model write the text', async () => {
		await openTool(editor);
	});
});

describe('a question in the chat', () => {
	it('says that it waits for a tap, and shows the answer once there is one', async () => {
		const workflow = withCredential(asking(), await testbed.addCredential());
		await editor.openWorkflow(workflow);
		await editor.canvas.openNode('InstantDM');
		await editor.nodeView.execute();
		await editor.nodeView.untilWaiting();
		expect(await tapOn('Medium', testbed)).toBe('{"status":"resumed"}');
		await editor.nodeView.untilOutput('response');
		await editor.nodeView.close();
		await editor.canvas.untilRan('InstantDM');
	});
});
