import type { Locator, Page } from 'playwright-core';

/** The canvas with the workflow's nodes. */
export class Canvas {
	readonly root: Locator;
	readonly nodes: Locator;
	/** The plus of an empty canvas. */
	readonly addFirstStep: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('canvas');
		this.nodes = page.getByTestId('canvas-node');
		this.addFirstStep = page.getByTestId('canvas-plus-button');
	}

	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Shows a node's settings. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
	}

	/** Opens the nodes panel for what comes after a node. */
	async addAfter(name: string): Promise<void> {
		await this.node(name).getByTestId('canvas-handle-plus').first().click();
	}

	/** Opens the nodes panel for a tool of an AI Agent. */
	async addTool(name: string): Promise<void> {
		await this.node(name)
			.locator('[data-test-id="canvas-node-input-handle"][data-connection-type="ai_tool"]')
			.getByTestId('canvas-handle-plus')
			.click();
		// The panel shows other nodes first, and forgets what was searched for by then.
		await this.page.getByTestId('nodes-list-header').getByText('Tools').waitFor();
	}

	/** The words on a node's outputs, from top to bottom. */
	async outputs(name: string): Promise<string[]> {
		return await this.node(name).getByTestId('canvas-node-output-handle').allInnerTexts();
	}

	/** Runs the workflow; one that begins with a webhook then listens at its test URL. */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
	}

	/** Waits until n8n tells that the node has run. */
	async untilRan(name: string): Promise<void> {
		await this.node(name).getByTestId('canvas-node-status-success').waitFor();
	}

	/** Moves and zooms so that all nodes are in sight. */
	async fit(): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
	}
}
