import type { Locator, Page } from 'playwright-core';

/** A field in which one thing of the account is chosen from a list, n8n's resource locator. */
export class Picker {
	/** What is chosen, by its label. */
	readonly input: Locator;
	private readonly list: Locator;
	private readonly items: Locator;

	constructor(
		private readonly page: Page,
		private readonly root: Locator,
	) {
		this.input = inputOf(this.root, 'rlc-input');
		this.list = this.page.getByTestId('resource-locator-dropdown').filter({ visible: true });
		this.items = this.page.getByTestId('rlc-item').filter({ visible: true });
	}

	/** Unfolds the list; answers the labels in it, from top to bottom. */
	async open(): Promise<string[]> {
		await this.input.click();
		await this.items.first().waitFor();
		return await this.labels();
	}

	/** Types into the search above the list; answers the labels once only so many are left. */
	async search(words: string, left: number): Promise<string[]> {
		await inputOf(this.page, 'rlc-search').filter({ visible: true }).fill(words);
		await this.items.nth(left).waitFor({ state: 'hidden' });
		await this.items.first().waitFor();
		return await this.labels();
	}

	/** Chooses from the unfolded list. */
	async choose(label: string): Promise<void> {
		await this.items.filter({ hasText: label }).click();
		await this.list.waitFor({ state: 'hidden' });
	}

	/** Unfolds the list where it cannot be loaded; answers what n8n says instead. */
	async openFailing(): Promise<string> {
		await this.input.click();
		const error = this.page.getByTestId('rlc-error-container').filter({ visible: true });
		await error.waitFor();
		return await error.innerText();
	}

	private async labels(): Promise<string[]> {
		return (await this.items.allInnerTexts()).map((text) => text.trim());
	}
}

/** n8n marks some inputs themselves, others by what is around them. */
function inputOf(within: Page | Locator, testId: string): Locator {
	const mark = `[data-test-id="${testId}"]`;
	return within.locator(`input${mark}, ${mark} input`);
}
