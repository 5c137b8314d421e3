import { mkdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Scene } from '../host/scene';
import { action, chain, trigger, withCredential } from '../host/workflowFiles';
import { Editor } from './n8n/editor';
import { agent, deliverComment, manually, openStage, type Stage } from './stage';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'docs', 'images');
const MAX_BYTES = 150 * 1024;

/** High enough for the longest form without scrolling. */
const WINDOW = { width: 1280, height: 1500 };

/** Writes one picture. @throws Error when it is larger than a README should load */
async function take(name: string, what: Locator, height?: number): Promise<void> {
	const path = join(FOLDER, `${name}.png`);
	const page = what.page();
	// Nothing that a pointer or a caret adds.
	await page.mouse.move(0, 0);
	const box = await what.boundingBox();
	if (box === null) throw new Error(`${name} is not in sight`);
	const clip = { ...box, height: Math.min(height ?? box.height, box.height) };
	await page.screenshot({ path, clip, animations: 'disabled', caret: 'hide' });
	const { size } = await stat(path);
	console.log(`${String(size).padStart(7)}  ${relative(ROOT, path)}`);
	if (size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES} bytes`);
}

/** The settings of the node that is open, down to the end of its last field. */
async function takeForm(name: string, { nodeView }: Editor): Promise<void> {
	const [form, end] = await Promise.all([nodeView.panel.boundingBox(), nodeView.formEnd()]);
	if (form === null) throw new Error(`${name} is not in sight`);
	await take(name, nodeView.panel, end - form.y + 16);
}

async function openAction(editor: Editor, parameters: object): Promise<void> {
	await editor.openWorkflow(manually(parameters));
	await editor.canvas.openNode('InstantDM');
	await editor.nodeView.untilLabel('Options');
}

async function nodesPanel({ browser, scene }: Stage): Promise<void> {
	for (const theme of ['light', 'dark'] as const) {
		const editor = await Editor.open(browser, scene, theme);
		await editor.page.setViewportSize({ width: 1280, height: 940 });
		await editor.newWorkflow();
		await editor.canvas.addFirstStep.click();
		await editor.nodesPanel.find('InstantDM');
		await editor.nodesPanel.choose('InstantDM');
		await editor.nodesPanel.unfold('Actions');
		await take(`nodes-panel-${theme}`, editor.nodesPanel.root);
		await editor.close();
	}
}

async function credential(editor: Editor, { credential }: Scene): Promise<void> {
	await openAction(editor, {});
	await editor.nodeView.openNewCredential();
	for (const [name, value] of Object.entries(credential)) {
		await editor.credentialForm.fill(name, value);
	}
	await editor.credentialForm.save();
	await editor.credentialForm.untilClosed();
	await editor.nodeView.openCredential();
	await editor.credentialForm.success.waitFor();
	await editor.untilQuiet();
	await take('credential', editor.credentialForm.root);
}

async function triggerForm(editor: Editor): Promise<void> {
	await editor.openWorkflow(chain('Trigger', trigger()));
	await editor.canvas.openNode('InstantDM Trigger');
	await editor.nodeView.webhookUrl('production');
	await editor.nodeView.toggle('events', 'Message Received', 'Button Clicked');
	await editor.nodeView.choose('outputMode', 'One Output for Each Event');
	await editor.nodeView.addOption('Keywords');
	await editor.nodeView.fill('keywords', 'price, link, info');
	await takeForm('trigger', editor);
	await editor.nodeView.openOptions();
	await takeForm('trigger-options', editor);
	await editor.nodeView.fold();
	await editor.nodeView.close();
	await editor.canvas.fit();
	await take('trigger-outputs', editor.canvas.node('InstantDM Trigger'));
}

const recipientId = '2358708294634624';
const messages: [name: string, parameters: object][] = [
	['text', { text: 'Hello! Here is the link you asked for: https://example.com/summer' }],
	['image', { mediaUrl: 'https://example.com/photo.jpg' }],
	[
		'buttonTemplate',
		{
			text: 'Choose an option:',
			buttons: {
				button: [
					{ type: 'web_url', title: 'Visit Shop', url: 'https://example.com/shop' },
					{ type: 'postback', title: 'Show Prices', payload: 'SHOW_PRICES' },
				],
			},
		},
	],
	[
		'quickReplies',
		{
			text: 'Shall we send you the guide?',
			quickReplies: {
				quickReply: [
					{ contentType: 'text', title: 'Yes, please', payload: 'ANSWER_YES' },
					{ contentType: 'user_email' },
				],
			},
		},
	],
	[
		'carousel',
		{
			cards: {
				card: [
					{
						title: 'Summer Collection',
						subtitle: 'Everything 20% off until Sunday',
						imageUrl: 'https://example.com/summer.jpg',
						url: 'https://example.com/summer',
						buttons: {
							button: [{ type: 'web_url', title: 'Shop Now', url: 'https://example.com/shop' }],
						},
					},
				],
			},
		},
	],
	['json', {}],
];

async function forms(editor: Editor): Promise<void> {
	for (const [messageType, parameters] of messages) {
		await openAction(editor, { recipientId, messageType, ...parameters });
		await takeForm(`message-${messageType}`, editor);
	}
	await openAction(editor, {
		resource: 'comment',
		operation: 'replyAndPrivateReply',
		commentId: '={{ $json.commentId }}',
		commentText: 'Thanks! Check your DM',
		text: "Here's the link...",
	});
	await takeForm('comment-reply-and-private-reply', editor);
	await editor.nodeView.openList('operation');
	await takeForm('comment-operations', editor);

	const options = { concurrency: 10, onRateLimit: 'wait', maxWait: 3600, requestsPerSecond: 5 };
	await openAction(editor, { recipientId, text: 'Hello!', options });
	await takeForm('options', editor);
}

async function execution(editor: Editor, scene: Scene): Promise<void> {
	const workflow = chain(
		'Comment to private and public reply',
		trigger(),
		action('Private reply', {
			resource: 'comment',
			operation: 'privateReply',
			commentId: '={{ $json.commentId }}',
			text: "Here's the link...",
		}),
		action('Public reply', {
			resource: 'comment',
			operation: 'reply',
			commentId: "={{ $('InstantDM Trigger').item.json.commentId }}",
			commentText: 'Thanks! Check your DM',
		}),
	);
	await editor.page.setViewportSize({ width: 1280, height: 640 });
	await editor.openWorkflow(withCredential(workflow, await scene.addCredential()));
	await editor.canvas.openNode('InstantDM Trigger');
	const url = await editor.nodeView.webhookUrl('test');
	await editor.nodeView.close();
	await editor.canvas.execute();
	await deliverComment(scene, url);
	await editor.canvas.untilRan('Public reply');
	await editor.untilQuiet();
	await editor.canvas.fit();
	await take('execution', editor.canvas.root);
	await editor.canvas.openNode('Private reply');
	await editor.nodeView.untilOutput('message_id');
	await take('execution-items', editor.nodeView.root);
	await editor.page.setViewportSize(WINDOW);
}

async function tool(editor: Editor): Promise<void> {
	await editor.openWorkflow(agent());
	await editor.canvas.addTool('AI Agent');
	await editor.nodesPanel.find('InstantDM Tool', 'instantdm');
	await editor.nodesPanel.choose('InstantDM Tool');
	await editor.nodeView.untilLabel('Tool Description');
	for (const name of ['recipientId', 'text']) {
		await editor.nodeView.modelButton(name).click();
		await editor.nodeView.modelField(name).waitFor();
	}
	await takeForm('tool', editor);
}

async function main(): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	const stage = await openStage();
	try {
		const editor = await Editor.open(stage.browser, stage.scene);
		await editor.page.setViewportSize(WINDOW);
		await nodesPanel(stage);
		await triggerForm(editor);
		await forms(editor);
		await execution(editor, stage.scene);
		await tool(editor);
		await credential(editor, stage.scene);
	} finally {
		await stage.close();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
