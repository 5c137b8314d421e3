import type { Locator, Page } from 'playwright-core';

/** A field in which one thing of the account is chosen from a list, n8n's resource locator. */
export class Picker {
	/** What is chosen, by its label. */
	readonly input: Locator;

	constructor(
		private readonly page: Page,
		private readonly root: Locator,
	) {
		this.input = this.root.getByTestId('rlc-input');
	}

	/** Unfolds the list where it cannot be loaded; answers what n8n says instead. */
	async openFailing(): Promise<string> {
		await this.input.click();
		const error = this.page.getByTestId('rlc-error-container').filter({ visible: true });
		await error.waitFor();
		return await error.innerText();
	}
}
