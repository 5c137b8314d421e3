import type { Browser } from 'playwright-core';
import { pack } from '../../../scripts/pack';
import { chosenHost } from '../../support/host/chosenHost';
import { poll } from '../../support/host/poll';
import { openTestbed, WEBHOOK_SECRET, type Testbed } from '../../support/host/testbed';
import { temporaryFolder } from '../../support/host/temporaryFolder';
import { action, chain, node, trigger, type WorkflowFile } from '../../support/host/workflowFiles';
import { launchChromium } from './chromium';
import type { Editor } from './n8n/editor';

/** A testbed with n8n and the fake InstantDM, and a browser to look at it. */
export interface Stage {
	testbed: Testbed;
	browser: Browser;
	close: () => Promise<void>;
}

/**
 * Builds and packs the package, starts n8n with it, the fake InstantDM and Chromium.
 * @param settings more of n8n's environment variables
 */
export async function openStage(settings: Record<string, string> = {}): Promise<Stage> {
	const browser = await launchChromium();
	const folder = await temporaryFolder();
	let testbed: Testbed | undefined;
	const close = async () => {
		await browser.close();
		await testbed?.close();
		await folder.remove();
	};
	try {
		const packed = await pack(folder.path);
		const host = await chosenHost();
		testbed = await openTestbed(host, packed, settings);
		return { testbed, browser, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Delivers the documentation's comment, signed, once n8n listens there; answers the status. */
export async function deliverComment({ fakeInstantDm }: Testbed, url: string): Promise<number> {
	return await poll('n8n listens at the test URL', async () => {
		const { status } = await fakeInstantDm.deliver(url, 'comment', undefined, {
			secret: WEBHOOK_SECRET,
		});
		return status === 404 ? undefined : status;
	});
}

/** A workflow that begins with n8n's button and ends with the InstantDM node. */
export function manually(parameters: Parameters<typeof action>[1]): WorkflowFile {
	const start = node('Start', 'n8n-nodes-base.manualTrigger', {});
	return chain('By hand', start, action('InstantDM', parameters));
}

/** Whom a question in the chat is put to, and what it is. */
const ASKED = '2358708294634624';
export const asking = (): WorkflowFile =>
	manually({
		...{ resource: 'message', operation: 'sendAndWait' },
		recipientId: { __rl: true, mode: 'id', value: ASKED },
		...{ message: 'Which size would you like?', responseType: 'choice' },
		choices: {
			choice: [
				{ title: 'Small', value: 'S' },
				{ title: 'Medium', value: 'M' },
			],
		},
	});

/** Taps on an answer to the question; its delivery goes to a workflow of its own. */
export async function tapOn(title: string, { publish, fakeInstantDm }: Testbed): Promise<string> {
	const { url } = await publish(chain('Inbox', trigger({ events: ['dm_received'] })));
	const secret = WEBHOOK_SECRET;
	return (await fakeInstantDm.tap(url, { to: ASKED, title }, { secret })).answer;
}

/** A workflow of nothing but n8n's AI Agent. */
function agent(): WorkflowFile {
	const aiAgent = node('AI Agent', '@n8n/n8n-nodes-langchain.agent', {});
	return chain('Agent', { ...aiAgent, typeVersion: 3 });
}

/** Gives an AI agent the node as a tool whose text the model writes, and leaves its form open. */
export async function openTool(editor: Editor): Promise<void> {
	await editor.openWorkflow(agent());
	await editor.canvas.addTool('AI Agent');
	await editor.nodesPanel.find('InstantDM Tool', 'instantdm');
	await editor.nodesPanel.choose('InstantDM Tool');
	await editor.nodeView.untilLabel('Tool Description');
	await editor.nodeView.modelButton('text').click();
	await editor.nodeView.modelField('text').waitFor();
}
