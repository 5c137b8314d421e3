import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';

import { adAccounts, adCampaigns, ads, adSets } from '../../../shared/api/routes';
import { firstWords, type ChoiceList } from '../../../shared/choices/choice';
import { searchChoices } from '../../../shared/choices/search';
import { asId, asText } from '../../../shared/json/exactJson';
import { id, optional } from '../../../shared/parameters/schemas';
import { picker, searchIn, searchWithin, valueIn, type Search } from './picker';

const choices: ChoiceList = {
	request: adAccounts(Infinity),
	toChoice: (account) => {
		const value = asId(account.id) ?? asId(account.account_id);
		if (value === null) return null;
		const currency = asText(account.currency);
		const name = asText(account.name) ?? value;
		return { name: currency === null ? name : `${name} (${currency})`, value };
	},
};

const property = {
	displayName: 'Ad Account',
	name: 'adAccountId',
	description: 'The ad account that the ads and campaigns belong to',
	placeholder: 'e.g. act_1234567890',
};

export const adAccount = picker(
	property,
	'searchAdAccounts',
	choices,
	id('choose one from the list or enter its ID'),
);

/** Only what another field lists depends on it. */
export const adAccountOfList = picker(
	{
		...property,
		description: 'The ad account whose campaigns are listed. Not needed for a campaign by its ID.',
		required: false,
	},
	'searchAdAccounts',
	choices,
	optional(id('choose one from the list or enter its ID')),
);

/** The ad account that is chosen beside the list. */
function chosenAccount(context: ILoadOptionsFunctions): string {
	const id = valueIn(context.getCurrentNodeParameter('adAccountId'));
	// An expression, which n8n evaluates for items only, can't be used here.
	if (typeof id === 'string' && id !== '' && !id.startsWith('=')) return id;
	throw new NodeOperationError(context.getNode(), "Choose an 'Ad Account' first");
}

const named =
	(unnamed: string): ChoiceList['toChoice'] =>
	(element) => {
		const value = asId(element.id);
		if (value === null) return null;
		return { name: firstWords(asText(element.name)) ?? unnamed, value };
	};

const searchCampaigns: Search = async function (filter, paginationToken) {
	const request = adCampaigns(chosenAccount(this), Infinity);
	const list = { request, toChoice: named('Campaign without a name') };
	return await searchChoices(this, list, filter, paginationToken);
};

export const campaign = picker(
	{
		displayName: 'Campaign',
		name: 'campaignId',
		placeholder: 'e.g. 120210000000000000',
		description: 'The campaign that the ad sets belong to',
	},
	'searchCampaigns',
	searchCampaigns,
	id('choose one from the list or enter the ID that Get Many Campaigns returns'),
);

export const adSet = picker(
	{
		displayName: 'Ad Set',
		name: 'adSetId',
		placeholder: 'e.g. 120210000000000001',
		description: 'Only ads of this ad set. Leave it empty for all ads of the account.',
		required: false,
	},
	'searchAdSets',
	searchWithin(searchCampaigns, (campaignId) => ({
		request: adSets(campaignId, Infinity),
		toChoice: named('Ad set without a name'),
	})),
	optional(id('choose one from the list, enter its ID or leave it empty')),
);

export const ad = picker(
	{
		displayName: 'Ad',
		name: 'adId',
		displayOptions: { show: { source: ['ad'] } },
		placeholder: 'e.g. 120210000000000002',
		description: 'An ad that shows an Instagram post',
	},
	'searchAds',
	searchWithin(searchIn(choices), (adAccountId) => ({
		request: ads({ ad_account_id: adAccountId }, Infinity),
		toChoice: named('Ad without a name'),
	})),
	id('choose one from the list or enter the ID that Ad: Get Many returns'),
);
