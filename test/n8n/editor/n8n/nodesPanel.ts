import type { Locator, Page } from 'playwright-core';

/** The panel in which nodes are found and chosen. */
export class NodesPanel {
	readonly root: Locator;
	private readonly names: Locator;

	constructor(private readonly page: Page) {
		this.root = page.locator('[class*="nodesListPanel"]').last();
		this.names = this.root.getByTestId('node-creator-item-name');
	}

	/** Searches and waits until the name is among what is found. */
	async find(name: string, words = name): Promise<void> {
		await this.page.getByTestId('node-creator-search-bar').fill(words);
		await this.item(name).waitFor();
	}

	/** What stands below a name. */
	async description(name: string): Promise<string> {
		return await this.item(name).getByTestId('node-creator-item-description').innerText();
	}

	/** The icon beside a name. */
	icon(name: string): Locator {
		return this.item(name).locator('.n8n-node-icon img').first();
	}

	/** Chooses a node or an action by its name. */
	async choose(name: string): Promise<void> {
		await this.item(name).click();
	}

	/** Unfolds "Triggers" or "Actions" of the node that is shown, unless it is unfolded. */
	async unfold(category: 'Triggers' | 'Actions'): Promise<void> {
		const heading = this.root
			.getByTestId('node-creator-category-item')
			.filter({ hasText: category });
		await heading.waitFor();
		const icon = await heading.locator('svg[data-icon^="chevron"]').getAttribute('data-icon');
		if (icon === 'chevron-up') await heading.click();
	}

	/**
	 * The names of the triggers and actions, from top to bottom, once at least so many are there:
	 * n8n adds a long list to the page a few at a time.
	 */
	async entries(count: number): Promise<string[]> {
		await this.names.nth(count - 1).waitFor();
		return await this.names.allInnerTexts();
	}

	private item(name: string): Locator {
		return this.root.getByTestId('item-iterator-item').filter({
			has: this.page.getByTestId('node-creator-item-name').getByText(name, { exact: true }),
		});
	}
}
