import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { postChoices } from './posts';
import { searchChoices } from './search';

/** More than a person looks through; a list without a search shows no more. */
const MOST_CHOICES = 200;
const MOST_PAGES = 20;

/**
 * The account's newest posts, for an option in which several can be chosen.
 * @throws NodeOperationError with the sentence that the list is to show instead
 */
export async function getPosts(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	await assertCredential(this);
	const found: INodePropertyOptions[] = [];
	let after: string | undefined;
	for (let pages = 0; pages < MOST_PAGES && found.length < MOST_CHOICES; pages++) {
		const page = await searchChoices(this, postChoices, '', after);
		found.push(...page.results.map(({ name, value }) => ({ name, value })));
		if (typeof page.paginationToken !== 'string') break;
		after = page.paginationToken;
	}
	return found.slice(0, MOST_CHOICES);
}

/** The InstantDM Trigger works without one. */
async function assertCredential(context: ILoadOptionsFunctions): Promise<void> {
	try {
		await context.getCredentials('instantDmApi');
	} catch {
		throw new NodeOperationError(
			context.getNode(),
			"There is no credential to load your posts with: choose one, or enter IDs under 'Media IDs'",
		);
	}
}
