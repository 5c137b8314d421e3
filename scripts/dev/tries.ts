import type { Delivered } from '../../test/support/fakeInstantDm/deliveries/deliver';
import { samples } from '../../test/support/fakeInstantDm/deliveries/events';
import type { FakeInstantDm } from '../../test/support/fakeInstantDm/index';
import { WEBHOOK_SECRET } from '../../test/support/host/testbed';

/** Something that happens on Instagram at the press of a key. */
export interface Try {
	key: string;
	what: string;
	/** The file in `examples/` whose workflow hears of it. */
	example: string;
	/** Has the fake InstantDM deliver it to the workflow's Production URL. */
	send: (fakeInstantDm: FakeInstantDm, url: string) => Promise<Delivered>;
}

const COMMENTS = 'comment-to-private-and-public-reply.json';
const MENU = 'welcome-menu-with-buttons.json';
const PERSON = '2358708294634624';
const POST = '18071354672638470';
const signed = { secret: WEBHOOK_SECRET };

const comment = (key: string, why: string, text: string): Try => ({
	...{ key, what: `the comment “${text}”, ${why}`, example: COMMENTS },
	send: async (fakeInstantDm, url) => {
		const row = { personId: PERSON, postId: POST, text };
		const { id } = fakeInstantDm.instagram.add('comment', row);
		return await fakeInstantDm.announce(url, id, signed);
	},
});

const message = (key: string, text: string): Try => ({
	...{ key, what: `the message “${text}”`, example: MENU },
	send: async (fakeInstantDm, url) => {
		const { id } = fakeInstantDm.instagram.add('message', { personId: PERSON, text });
		return await fakeInstantDm.announce(url, id, signed);
	},
});

const press = (key: string, title: string, payload: string): Try => ({
	...{ key, what: `a press of the button “${title}” in the reply to it`, example: MENU },
	send: async (fakeInstantDm, url) => {
		const sender = { id: PERSON };
		const entry = [{ messaging: [{ sender, postback: { title, payload } }] }];
		const delivery = { ...samples.postback, entry };
		return await fakeInstantDm.deliver(url, 'postback', delivery, signed);
	},
});

/** In the order in which they are offered. */
export const tries: readonly Try[] = [
	comment('c', 'with a keyword', 'Could I have the link?'),
	comment('n', 'without one', 'Lovely picture!'),
	message('m', 'hi'),
	press('b', 'Prices', 'SHOW_PRICES'),
];
