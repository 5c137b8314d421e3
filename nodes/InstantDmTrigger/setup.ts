import { filterOf, type Filter } from '../shared/filters/index';
import { parseSettings, setupNodeError } from '../shared/filters/parseSettings';
import type { Context } from './secrets';
import { properties } from './settings/properties';
import { settingsSchema, type Settings } from './settings/settings';

/** What the node was told to do, ready to be used. */
export interface Setup {
	settings: Settings;
	filter: Filter;
}

/** Setups by their parameters: a trigger gets the same ones with every delivery. */
const setups = new Map<string, Setup>();
const MOST_SETUPS = 100;

/** @throws NodeOperationError naming the setting that cannot be used, and what to do */
export function readSetup(context: Context): Setup {
	const parameters = {
		events: context.getNodeParameter('events'),
		outputMode: context.getNodeParameter('outputMode'),
		verifySignature: context.getNodeParameter('verifySignature'),
		simplify: context.getNodeParameter('simplify'),
		options: context.getNodeParameter('options'),
	};
	const key = JSON.stringify(parameters);
	const known = setups.get(key);
	if (known) return known;
	try {
		const settings = parseSettings(settingsSchema, properties, parameters);
		const setup = { settings, filter: filterOf(settings.options) };
		if (setups.size >= MOST_SETUPS) setups.clear();
		setups.set(key, setup);
		return setup;
	} catch (error) {
		throw setupNodeError(context.getNode(), error);
	}
}
