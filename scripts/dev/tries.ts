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
	/**
	 * Lets it happen and has the fake InstantDM deliver it to the workflow's Production URL. Answers
	 * nothing where no webhook brings it: the polling trigger finds it.
	 */
	happen: (fakeInstantDm: FakeInstantDm, url: string) => Promise<Delivered | undefined>;
}

export const POLLING = 'n8n-without-a-public-url.json';
/** The only post that the polling trigger watches here, so that it leaves the other tries alone. */
export const WATCHED_POST = '18071354672638112';

const COMMENTS = 'comment-to-private-and-public-reply.json';
const MENU = 'welcome-menu-with-buttons.json';
const FOLLOWERS = 'follow-gate.json';
const FUNNEL = 'comment-funnel-in-one-line.json';
/** The key for the comment that is asked back. */
const ASK = 's';
const PERSON = '2358708294634624';
const POST = '18071354672638470';
const signed = { secret: WEBHOOK_SECRET };

const comment = (key: string, why: string, text: string, example = COMMENTS) => ({
	...{ key, what: `the comment “${text}”, ${why}`, example },
	happen: async (fakeInstantDm: FakeInstantDm, url: string): Promise<Delivered> => {
		const row = { personId: PERSON, postId: POST, text };
		const { id } = fakeInstantDm.instagram.add('comment', row);
		return await fakeInstantDm.announce(url, id, signed);
	},
});

const message = (key: string, text: string): Try => ({
	...{ key, what: `the message “${text}”`, example: MENU },
	happen: async (fakeInstantDm, url) => {
		const { id } = fakeInstantDm.instagram.add('message', { personId: PERSON, text });
		return await fakeInstantDm.announce(url, id, signed);
	},
});

const press = (key: string, why: string, title: string, payload: string, example: string): Try => ({
	...{ key, what: `a press of the button “${title}” ${why}`, example },
	happen: async (fakeInstantDm, url) => {
		const sender = { id: PERSON };
		const entry = [{ messaging: [{ sender, postback: { title, payload } }] }];
		const delivery = { ...samples.postback, entry };
		return await fakeInstantDm.deliver(url, 'postback', delivery, signed);
	},
});

/** The same, after the person has begun or ceased to follow the account. */
const following = (isFollowing: boolean, one: Try): Try => ({
	...one,
	happen: async (fakeInstantDm, url) => {
		const username = 'ben.example';
		fakeInstantDm.instagram.add('person', { id: PERSON, username, isFollowing });
		return await one.happen(fakeInstantDm, url);
	},
});

/** A tap on the newest question that shows the title. */
const tap = (key: string, why: string, title: string, example: string): Try => ({
	...{ key, what: `a tap on “${title}” ${why}`, example },
	happen: async (fakeInstantDm, url) => {
		const shown = JSON.stringify({ title }).slice(1, -1);
		const asked = fakeInstantDm.ledger
			.delivered()
			.filter(({ body }) => JSON.stringify(body).includes(shown));
		const to = asked.at(-1)?.to ?? null;
		if (to === null) throw new Error(`Nobody has been asked yet: press ${ASK} first`);
		return await fakeInstantDm.tap(url, { to, title }, signed);
	},
});

const found = (key: string, text: string): Try => ({
	...{ key, what: `the comment “${text}”, without a webhook`, example: POLLING },
	happen: (fakeInstantDm) => {
		fakeInstantDm.instagram.add('comment', { personId: PERSON, postId: WATCHED_POST, text });
		return Promise.resolve(undefined);
	},
});

/** A comment for workflows of one's own: what the Quick start of the README waits for. */
export const commentFor = comment('y', 'as in the Quick start', 'link');

/** In the order in which they are offered. */
export const tries: readonly Try[] = [
	comment('c', 'with a keyword', 'Could I have the link?'),
	comment('n', 'without one', 'Lovely picture!'),
	message('m', 'hi'),
	press('b', 'in the reply to it', 'Prices', 'SHOW_PRICES', MENU),
	following(false, comment('f', 'by someone who does not follow', 'The link, please', FOLLOWERS)),
	following(
		true,
		press('g', 'after they have followed', 'I follow you', 'I_FOLLOW_YOU', FOLLOWERS),
	),
	comment(ASK, 'which is asked for the size and waited for', 'Which size is it?', FUNNEL),
	tap('t', 'below that question', 'Medium', FUNNEL),
	found('p', 'Can I get the link?'),
];
