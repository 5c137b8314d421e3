import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { filterOf, type Filter } from '../shared/filters/index';
import { parseSettings, setupNodeError } from '../shared/filters/parseSettings';
import { properties } from './settings/properties';
import { settingsSchema, type Settings } from './settings/settings';

/** What the node was told to do, ready to be used. */
export interface Setup {
	settings: Settings;
	filter: Filter;
}

/** @throws NodeOperationError naming the setting that cannot be used, and what to do */
export function readSetup(context: IHookFunctions | IWebhookFunctions): Setup {
	try {
		const settings = parseSettings(settingsSchema, properties, {
			events: context.getNodeParameter('events'),
			outputMode: context.getNodeParameter('outputMode'),
			verifySignature: context.getNodeParameter('verifySignature'),
			simplify: context.getNodeParameter('simplify'),
			options: context.getNodeParameter('options'),
		});
		return { settings, filter: filterOf(settings.options) };
	} catch (error) {
		throw setupNodeError(context.getNode(), error);
	}
}
