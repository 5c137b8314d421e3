import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { filterOf, type Filter } from '../shared/filters/index';
import { toSetupError } from '../shared/parameters/inputError';
import { readSettings, type Settings } from './settings/settings';

/** What the node was told to do, ready to be used. */
export interface Setup {
	settings: Settings;
	filter: Filter;
}

/** @throws NodeOperationError naming the setting that cannot be used, and what to do */
export function readSetup(context: IHookFunctions | IWebhookFunctions): Setup {
	try {
		const settings = readSettings((name) => context.getNodeParameter(name));
		return { settings, filter: filterOf(settings.options) };
	} catch (error) {
		throw toSetupError(context.getNode(), error);
	}
}
