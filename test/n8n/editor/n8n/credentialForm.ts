import type { Locator, Page } from 'playwright-core';

/** The window with a credential's fields. */
export class CredentialForm {
	readonly root: Locator;
	/** The green bar of a credential that passed its test. */
	readonly success: Locator;
	private readonly failure: Locator;

	constructor(page: Page) {
		this.root = page.getByTestId('editCredential-modal');
		this.success = this.root.getByText('Connection tested successfully');
		this.failure = this.root.getByText('Couldn’t connect with these settings');
	}

	field(name: string): Locator {
		return this.root.getByTestId(`parameter-input-${name}`);
	}

	async fill(name: string, value: string): Promise<void> {
		await this.field(name).locator('input').fill(value);
	}

	/** Stores the credential, upon which n8n tests it. */
	async save(): Promise<void> {
		await this.root.getByTestId('credential-save-button').click();
	}

	/** Unfolds and answers the reason that the test gave. */
	async reason(): Promise<string> {
		await this.failure.waitFor();
		await this.root.getByText('More details').click();
		return await this.root.locator('[class*="details"]').last().innerText();
	}

	/** n8n closes the form by itself when the credential is good. */
	async untilClosed(): Promise<void> {
		await this.root.waitFor({ state: 'hidden' });
	}
}
