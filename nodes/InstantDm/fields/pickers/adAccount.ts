import { adAccounts } from '../../../shared/api/routes';
import type { ChoiceList } from '../../../shared/choices/choice';
import { asId, asText } from '../../../shared/json/exactJson';
import { id } from '../../../shared/parameters/schemas';
import { picker } from './picker';

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

export const adAccount = picker(
	{
		displayName: 'Ad Account',
		name: 'adAccountId',
		description: 'The ad account that the ads belong to',
		placeholder: 'e.g. act_1234567890',
	},
	'searchAdAccounts',
	choices,
	id('choose one from the list or enter its ID'),
);
