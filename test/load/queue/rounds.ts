import type { Examples } from './examples';
import { TRIGGERS_PROMISES, type PromiseName } from './promises';
import type { Circumstances } from './round';
import {
	combinedReplies,
	countedInRedis,
	leads,
	messages,
	messagesForAnything,
	type Target,
} from './workflows';

/** One load, what it goes to and what is promised of it. */
export interface Round extends Circumstances {
	title: string;
	target: () => Target;
	promises: readonly PromiseName[];
}

const CRASHES = { crash: true, route: 'roundRobinUrl', promises: TRIGGERS_PROMISES } as const;
const CALM = { ...CRASHES, crash: false } as const;

/** @param redis n8n's credential for the Redis of queue mode */
export const roundsWith = (
	{ eachEventOnce, addLead }: Examples,
	redis: { id: string; name: string },
): readonly Round[] => [
	{
		...CRASHES,
		title: 'Reply Publicly and Privately, with crashes',
		target: combinedReplies,
		promises: [
			...TRIGGERS_PROMISES,
			'nobody gets two messages',
			'no comment gets two public replies',
		],
	},
	{ ...CRASHES, title: 'Send Message, with crashes', target: () => messages() },
	{
		...CRASHES,
		title: 'Data Table → Send Message, with crashes',
		target: () => messages(...eachEventOnce),
	},
	{
		...CRASHES,
		title: 'Redis → Send Message, with crashes',
		target: () => messages(...countedInRedis(redis)),
		promises: [...TRIGGERS_PROMISES, 'nobody gets two messages'],
	},
	{ ...CRASHES, title: 'Leads by eventId, with crashes', target: () => leads(addLead) },
	{
		...CALM,
		title: 'Send Message, calm, routed by signature',
		target: () => messages(),
		route: 'bySignatureUrl',
		promises: [...TRIGGERS_PROMISES, 'nobody gets two messages'],
	},
	{
		...CALM,
		title: "n8n's Webhook → Send Message, calm",
		target: messagesForAnything,
		promises: [],
	},
];
