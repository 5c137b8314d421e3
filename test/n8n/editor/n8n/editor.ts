import type { Browser, Page } from 'playwright-core';
import type { Testbed } from '../../../support/host/testbed';
import type { WorkflowFile } from '../../../support/host/workflowFiles';
import { Canvas } from './canvas';
import { CredentialForm } from './credentialForm';
import { NodesPanel } from './nodesPanel';
import { NodeView } from './nodeView';

/** A busy machine may take that long, in ms, to show what is asked for. */
const PATIENCE = 60_000;

/**
 * n8n's editor in a browser page. The files beside this one know its elements and words, those of
 * the n8n in test/host; nobody else does.
 */
export class Editor {
	readonly canvas: Canvas;
	readonly nodesPanel: NodesPanel;
	readonly nodeView: NodeView;
	readonly credentialForm: CredentialForm;

	private constructor(
		private readonly testbed: Testbed,
		readonly page: Page,
	) {
		this.canvas = new Canvas(page);
		this.nodesPanel = new NodesPanel(page);
		this.nodeView = new NodeView(page);
		this.credentialForm = new CredentialForm(page);
	}

	/** Opens a window for the owner of the testbed's n8n, which follows the browser's theme. */
	static async open(
		browser: Browser,
		testbed: Testbed,
		theme: 'light' | 'dark' = 'light',
	): Promise<Editor> {
		const context = await browser.newContext({
			colorScheme: theme,
			reducedMotion: 'reduce',
			viewport: { width: 1440, height: 900 },
		});
		context.setDefaultTimeout(PATIENCE);
		const [name = '', ...value] = testbed.rest.cookie.split('=');
		await context.addCookies([{ name, value: value.join('='), url: testbed.n8n.url }]);
		const page = await context.newPage();
		// n8n asks whether to leave a workflow that is not saved.
		page.on('dialog', (dialog) => void dialog.accept());
		return new Editor(testbed, page);
	}

	/** Shows an empty workflow. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.testbed.n8n.url}/workflow/new`);
		await this.canvas.addFirstStep.waitFor();
	}

	/** Stores a workflow and shows it, its nodes side by side; answers its id. */
	async openWorkflow(workflow: WorkflowFile): Promise<string> {
		const nodes = workflow.nodes.map((node, index) => ({
			...node,
			position: [index * 260, 0],
		}));
		const id = await this.testbed.workflows.create({ ...workflow, nodes });
		await this.page.goto(`${this.testbed.n8n.url}/workflow/${id}`);
		await this.canvas.nodes.first().waitFor();
		return id;
	}

	/** Closes n8n's notices of what has just been done. */
	async untilQuiet(): Promise<void> {
		const notices = this.page.locator('.el-notification');
		for (const notice of await notices.all()) {
			await notice.locator('.el-notification__closeBtn').click();
		}
		await notices.first().waitFor({ state: 'hidden' });
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}
}
