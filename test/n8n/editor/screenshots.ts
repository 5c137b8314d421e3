/**
 * Takes the pictures of README and docs: `npm run screenshots`, or those of some parts below:
 * `npm run screenshots -- forms sendAndWait`.
 */
import { mkdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Testbed } from '../../support/host/testbed';
import { action, chain, trigger, withCredential } from '../../support/host/workflowFiles';
import { Editor } from './n8n/editor';
import { asking, deliverComment, manually, openStage, openTool, tapOn } from './stage';

const ROOT = join(__dirname, '..', '..', '..');
const FOLDER = join(ROOT, 'docs', 'images');
const MAX_BYTES = 150 * 1024;

/** High enough for the longest form without scrolling. */
const WINDOW = { width: 1280, height: 1500 };

/** What the pictures show; deliveries go to the n8n on this machine. */
const PUBLIC_URL = 'https://n8n.example.com';

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

async function boxOf(what: Locator): Promise<Box> {
	const box = await what.boundingBox();
	if (box === null) throw new Error(`Not in sight: ${what.toString()}`);
	return box;
}

/** The smallest box with all of them in it, and some pixels around. */
function around(boxes: Box[], margin: number): Box {
	const x = Math.min(...boxes.map((box) => box.x)) - margin;
	const y = Math.min(...boxes.map((box) => box.y)) - margin;
	const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin;
	const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + margin;
	return { x, y, width: right - x, height: bottom - y };
}

/**
 * Writes one picture.
 * @throws Error when it is larger than a README should load
 */
async function take(name: string, { page }: Editor, clip: Box): Promise<void> {
	const path = join(FOLDER, `${name}.png`);
	await page.screenshot({ path, clip, animations: 'disabled', caret: 'hide' });
	const { size } = await stat(path);
	console.log(`${String(size).padStart(7)}  ${relative(ROOT, path)}`);
	if (size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES} bytes`);
}

/** The settings of the node that is open, down to the last field. */
async function takeForm(name: string, editor: Editor): Promise<void> {
	await editor.nodeView.rest();
	await take(name, editor, await formBox(editor));
}

/** The same with the list that is unfolded. */
async function takeFormAndList(name: string, editor: Editor): Promise<void> {
	const { unfolded } = editor.nodeView;
	// Hovering waits until the list stands still.
	await unfolded.hover({ trial: true });
	const list = await boxOf(unfolded);
	await take(name, editor, around([await formBox(editor), list], 0));
}

async function formBox({ nodeView }: Editor): Promise<Box> {
	const panel = await boxOf(nodeView.panel);
	return { ...panel, height: (await nodeView.formEnd()) - panel.y + 16 };
}

/** Nodes on the canvas, with their names below and their outputs beside them. */
async function takeNodes(name: string, editor: Editor, ...nodes: string[]): Promise<void> {
	await editor.page.mouse.move(0, 0);
	const boxes = await Promise.all(nodes.map((node) => boxOf(editor.canvas.node(node))));
	await take(name, editor, around(boxes, 130));
}

async function openAction(editor: Editor, parameters: object): Promise<void> {
	await editor.openWorkflow(manually(parameters));
	await editor.canvas.openNode('InstantDM');
	await editor.nodeView.untilLabel('Options');
	await editor.nodeView.untilWhole();
}

async function nodesPanel(editor: Editor): Promise<void> {
	await editor.page.setViewportSize({ width: 1280, height: 990 });
	await editor.newWorkflow();
	await editor.canvas.addFirstStep.click();
	await editor.nodesPanel.find('InstantDM');
	await editor.nodesPanel.choose('InstantDM');
	await editor.nodesPanel.unfold('Actions');
	await take('nodes-panel', editor, await boxOf(editor.nodesPanel.root));
	await editor.page.setViewportSize(WINDOW);
}

async function credential(editor: Editor, { credential }: Testbed): Promise<void> {
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
	const form = await boxOf(editor.credentialForm.root);
	const last = await boxOf(editor.credentialForm.field('authHeader'));
	await take('credential', editor, { ...form, height: last.y + last.height + 20 - form.y });
}

async function triggerForm(editor: Editor, testbed: Testbed): Promise<void> {
	const workflow = chain('Trigger', trigger());
	await editor.openWorkflow(withCredential(workflow, await testbed.addCredential()));
	await editor.canvas.openNode('InstantDM Trigger');
	await editor.nodeView.webhookUrl('production');
	await editor.nodeView.fill('keywords', 'link');
	await takeForm('trigger', editor);
	await editor.nodeView.toggle('events', 'New Message', 'Button Click');
	await editor.nodeView.choose('outputMode', 'One Output for Each Event');
	await editor.nodeView.openOptions();
	await takeFormAndList('trigger-options', editor);
	await editor.nodeView.fold();
	await editor.nodeView.close();
	await editor.canvas.fit();
	await takeNodes('trigger-outputs', editor, 'InstantDM Trigger');
}

const recipientId = { __rl: true, mode: 'id', value: '2358708294634624' };
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
	await takeFormAndList('comment-operations', editor);

	const options = { concurrency: 10, onRateLimit: 'wait', maxWait: 3600, requestsPerSecond: 5 };
	await openAction(editor, { recipientId, text: 'Hello!', options });
	await takeForm('options', editor);
}

async function execution(editor: Editor, testbed: Testbed): Promise<void> {
	const workflow = chain(
		'Comment to private and public reply',
		trigger(),
		action('Reply', {
			resource: 'comment',
			operation: 'replyAndPrivateReply',
			commentText: 'Thanks! Check your DM',
			text: "Here's the link...",
		}),
	);
	await editor.openWorkflow(withCredential(workflow, await testbed.addCredential()));
	await editor.canvas.openNode('InstantDM Trigger');
	const url = await editor.nodeView.webhookUrl('test');
	await editor.nodeView.close();
	await editor.canvas.execute();
	await deliverComment(testbed, url.replace(PUBLIC_URL, testbed.n8n.url));
	await editor.canvas.untilRan('Reply');
	await editor.untilQuiet();
	await editor.canvas.fit();
	await takeNodes('execution', editor, 'InstantDM Trigger', 'Reply');
	await editor.page.setViewportSize({ width: 1280, height: 760 });
	await editor.canvas.openNode('Reply');
	await editor.nodeView.untilOutput('privateReply');
	await take('execution-items', editor, await boxOf(editor.nodeView.root));
	await editor.page.setViewportSize(WINDOW);
}

async function sendAndWait(editor: Editor, testbed: Testbed): Promise<void> {
	await editor.openWorkflow(withCredential(asking(), await testbed.addCredential()));
	await editor.page.setViewportSize({ width: 1280, height: 900 });
	await editor.canvas.openNode('InstantDM');
	await editor.nodeView.execute();
	await editor.nodeView.untilWaiting();
	await editor.untilQuiet();
	await take('send-and-wait-waiting', editor, await boxOf(editor.nodeView.root));
	await tapOn('Medium', testbed);
	await editor.nodeView.untilOutput('response');
	await editor.untilQuiet();
	await take('send-and-wait-answered', editor, await boxOf(editor.nodeView.root));
	await editor.page.setViewportSize(WINDOW);
}

async function tool(editor: Editor): Promise<void> {
	await openTool(editor);
	await takeForm('tool', editor);
}

/** Those whose names contain one of the words, or all. */
async function main(words: readonly string[]): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	const stage = await openStage({ WEBHOOK_URL: `${PUBLIC_URL}/` });
	try {
		const editor = await Editor.open(stage.browser, stage.testbed);
		await editor.page.setViewportSize(WINDOW);
		for (const part of [nodesPanel, triggerForm, forms, execution, sendAndWait, tool, credential]) {
			const isWanted = words.length === 0 || words.some((word) => part.name.includes(word));
			if (isWanted) await part(editor, stage.testbed);
		}
	} finally {
		await stage.close();
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
