import type { Locator, Page } from 'playwright-core';

import { WAITING_TOOLTIP } from '../../../../nodes/InstantDm/sendAndWait/webhook';
import { Picker } from './picker';

/** The window with a node's settings, its input on the left and its output on the right. */
export class NodeView {
	readonly root: Locator;
	/** The middle: tabs, button and settings. */
	readonly panel: Locator;
	readonly parameters: Locator;
	readonly output: Locator;
	readonly credential: Locator;
	/** What an unfolded list offers. */
	readonly unfolded: Locator;
	private readonly executeButton: Locator;

	constructor(private readonly page: Page) {
		this.root = page.getByTestId('ndv');
		this.panel = this.root.locator('.node-settings');
		this.parameters = this.root.getByTestId('node-parameters');
		this.output = this.root.getByTestId('output-panel');
		this.credential = this.root.getByTestId('node-credentials-select');
		this.unfolded = page.locator('.el-select__popper[aria-hidden="false"]');
		this.executeButton = this.root.getByTestId('node-execute-button').first();
	}

	/** A field by its parameter's name; one of several in a list by its number from 0. */
	field(name: string, index = 0): Locator {
		return this.parameters.getByTestId(`parameter-input-${name}`).nth(index);
	}

	/** A field in which one thing of the account is chosen. */
	picker(name: string): Picker {
		return new Picker(this.page, this.parameters.getByTestId(`resource-locator-${name}`));
	}

	/** The labels in sight, from top to bottom. */
	async labels(): Promise<string[]> {
		return await this.parameters
			.locator('label [class*="_title_"]')
			.filter({ visible: true })
			.allInnerTexts();
	}

	async untilLabel(label: string): Promise<void> {
		await this.parameters.locator('label').getByText(label, { exact: true }).waitFor();
	}

	async fill(name: string, value: string, index = 0): Promise<void> {
		await this.field(name, index).locator('input, textarea').fill(value);
	}

	/** Chooses from a list by the words that it shows. */
	async choose(name: string, choice: string, index = 0): Promise<void> {
		await this.openList(name, index);
		await this.option(choice).click();
	}

	/** Adds to or takes away from what is chosen in a list of several. */
	async toggle(name: string, ...choices: string[]): Promise<void> {
		await this.openList(name);
		for (const choice of choices) await this.option(choice).click();
		await this.fold();
	}

	/** Unfolds a list; answers what it offers. */
	async openList(name: string, index = 0): Promise<string[]> {
		await this.field(name, index).click();
		return await this.offers();
	}

	/** Unfolds "Add Option"; answers what it offers. */
	async openOptions(): Promise<string[]> {
		await this.parameters.getByTestId('collection-parameter-add').click();
		return await this.offers();
	}

	async addOption(name: string): Promise<void> {
		await this.openOptions();
		await this.option(name).click();
	}

	/** Folds an unfolded list. */
	async fold(): Promise<void> {
		await this.page.keyboard.press('Tab');
	}

	/** Shows the webhook's address of that kind and answers it. */
	async webhookUrl(kind: 'test' | 'production'): Promise<string> {
		const shown = this.root.locator('.webhook-url');
		if (!(await shown.isVisible())) await this.root.getByText('Webhook URLs').click();
		await this.root.getByTestId(`radio-button-${kind}`).click();
		return (await shown.innerText()).trim();
	}

	/** Takes pointer and focus off the fields. */
	async rest(): Promise<void> {
		await this.root.getByTestId('tab-params').click();
		await this.page.mouse.move(0, 0);
	}

	/** Waits for the button below the options, which n8n shows last. */
	async untilWhole(): Promise<void> {
		await this.parameters.getByTestId('collection-parameter-add').last().waitFor();
	}

	/** How far down the window the last field in sight ends, in pixels. */
	async formEnd(): Promise<number> {
		const fields = this.parameters
			.getByTestId('parameter-item')
			.or(this.parameters.getByTestId('collection-parameter-add'))
			.filter({ visible: true });
		const boxes = await Promise.all((await fields.all()).map((field) => field.boundingBox()));
		return Math.max(...boxes.map((box) => (box === null ? 0 : box.y + box.height)));
	}

	/** Where n8n shows that something is wrong with a field. */
	issue(name: string): Locator {
		return this.field(name).getByTestId('parameter-issues');
	}

	/** What n8n says is wrong with a field. */
	async issueText(name: string): Promise<string> {
		await this.issue(name).locator('svg').hover();
		return await this.page.locator('[data-reka-popper-content-wrapper]').innerText();
	}

	/** Runs the node and whatever it needs from before. */
	async execute(): Promise<void> {
		await this.executeButton.click();
	}

	/** Waits for a piece of text in the output. */
	async untilOutput(text: string): Promise<void> {
		await this.output.getByText(text, { exact: true }).first().waitFor();
	}

	/** Waits for what the node says of itself while its execution waits. */
	async untilWaiting(): Promise<void> {
		await this.output.getByText(WAITING_TOOLTIP).waitFor();
	}

	/** What n8n shows where a node's items would be when the node fails: message and description. */
	async error(): Promise<{ message: string; description: string }> {
		const message = await this.output.getByTestId('node-error-message').innerText();
		const description = this.output.getByTestId('node-error-description');
		return { message, description: (await description.allInnerTexts()).join() };
	}

	/** The button beside a field that lets an AI Agent's model fill it. */
	modelButton(name: string): Locator {
		return this.item(name).getByTestId('from-ai-override-button');
	}

	/** A field that the model fills. */
	modelField(name: string): Locator {
		return this.item(name).getByTestId('fromAI-override-field');
	}

	/** Chooses a stored credential by its name. */
	async chooseCredential(name: string): Promise<void> {
		await this.credential.click();
		await this.option(name).first().click();
	}

	async openNewCredential(): Promise<void> {
		await this.credential.click();
		await this.page.getByTestId('node-credentials-select-item-new').click();
	}

	async openCredential(): Promise<void> {
		await this.root.getByTestId('credential-edit-button').click();
	}

	async close(): Promise<void> {
		await this.root.getByTestId('ndv-close-button').click();
		await this.root.waitFor({ state: 'hidden' });
	}

	private item(name: string): Locator {
		return this.parameters
			.getByTestId('parameter-item')
			.filter({ has: this.page.getByTestId(`${name}-parameter-input-options-container`) });
	}

	private async offers(): Promise<string[]> {
		const options = this.page.getByRole('option');
		await options.first().waitFor();
		return (await options.allInnerTexts()).map((text) => text.split('\n', 1)[0] ?? '');
	}

	private option(name: string): Locator {
		return this.page
			.getByRole('option')
			.filter({ has: this.page.getByText(name, { exact: true }) });
	}
}
