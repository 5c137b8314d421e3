import { mapValues, uniq } from 'lodash';
import type { INodeProperties } from 'n8n-workflow';

import { messageFormats } from '../../../../../nodes/InstantDm/messageFormats/index';
import { findOperation, properties } from '../../../../../nodes/InstantDm/resources/index';
import { operationFixtures } from '../../../../support/operationFixtures';

/** The values that a list of the node offers. */
function values(property: INodeProperties | undefined): string[] {
	return (property?.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
}

const lists = properties.filter(({ name }) => name === 'operation');
const offered = values(properties.find(({ name }) => name === 'resource')).map((resource) => ({
	resource,
	operations: lists
		.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes(resource))
		.flatMap(values),
}));

/** Names that saved workflows hold: they never change. */
const published: Record<string, string[]> = {
	account: ['get', 'getInsights', 'pauseAutomations'],
	ad: ['getMany', 'getManyAccounts', 'getManyCampaigns', 'getManyAdSets'],
	comment: ['getMany', 'reply', 'privateReply', 'replyAndPrivateReply', 'sendAndWait'],
	contact: ['getProfile', 'upsert'],
	conversation: ['getMany', 'getMessages'],
	facebookComment: ['getMany', 'reply'],
	facebookPost: ['getMany'],
	flow: ['start'],
	message: ['send', 'sendAndWait'],
	post: ['getMany', 'getInsights', 'create', 'publish'],
};

const messageTypes = [
	...['audio', 'carousel', 'image', 'json', 'text', 'buttonTemplate', 'quickReplies', 'video'],
];

/** The values of the other lists that saved workflows hold. */
const publishedValues: Record<string, string[]> = {
	messageType: messageTypes,
	mediaSource: ['url', 'binary'],
	source: ['post', 'ad'],
	postType: ['image', 'reel', 'carousel', 'story'],
	contentType: ['text', 'user_phone_number', 'user_email'],
	onRateLimit: ['stop', 'wait'],
	responseType: ['approval', 'choice'],
	approvalType: ['single', 'double'],
	showAs: ['quickReplies', 'buttons'],
	limitType: ['afterTimeInterval', 'atSpecifiedTime'],
	resumeUnit: ['minutes', 'hours', 'days'],
	specifyContactInfo: ['fields', 'json'],
	specifyMedia: ['fields', 'json'],
};

/** The parameters that saved workflows hold, those inside collections included. */
const publishedParameters = [
	...['resource', 'operation', 'recipientId', 'commentId', 'commentText', 'messageType', 'text'],
	...['mediaSource', 'mediaUrl', 'binaryPropertyName', 'messageJson'],
	...['buttons', 'button', 'type', 'title', 'url', 'payload'],
	...['quickReplies', 'quickReply', 'contentType', 'cards', 'card', 'subtitle', 'imageUrl'],
	...['options', 'concurrency', 'requestsPerSecond', 'onRateLimit', 'maxWait', 'splitLongText'],
	...[
		'commentTextAlternatives',
		'specifyContactInfo',
		'contactInfoJson',
		'specifyMedia',
		'mediaJson',
	],
	...['timeout', 'waitUntilPublished', 'returnAll', 'limit', 'simplify', 'days'],
	...['adAccountId', 'adSetId', 'allAds', 'campaignId', 'source', 'postId', 'adId'],
	...['contactId', 'tags', 'contactInfo', 'field', 'name', 'value', 'conversationId'],
	...['facebookPostId', 'facebookCommentId', 'replyText', 'flowId'],
	...['postType', 'media', 'item', 'altText', 'caption', 'coverUrl', 'containerId'],
	...['message', 'responseType', 'approvalOptions', 'values', 'approvalType', 'approveLabel'],
	...['disapproveLabel', 'choices', 'choice', 'showAs', 'limitWaitTime', 'limitType'],
	...['resumeAmount', 'resumeUnit', 'maxDateAndTime'],
];

const sorted = (names: string[]) => [...names].sort();

it('offers every resource and operation that saved workflows hold', () => {
	const named = Object.fromEntries(
		offered.map(({ resource, operations }) => [resource, sorted(operations)]),
	);
	expect(named).toEqual(mapValues(published, sorted));
});

/** All fields, those inside collections included. */
function within(fields: INodeProperties[]): INodeProperties[] {
	return fields.flatMap((field) => [
		field,
		...(field.options ?? []).flatMap((option) => {
			if ('values' in option) return within(option.values);
			return 'displayName' in option ? within([option]) : [];
		}),
	]);
}

it('has every parameter that saved workflows hold', () => {
	const groups = within(properties).flatMap(({ options = [] }) =>
		options.flatMap((option) => ('values' in option ? [option.name] : [])),
	);
	const names = [...within(properties).map(({ name }) => name), ...groups];
	expect(sorted(uniq(names))).toEqual(sorted(publishedParameters));
});

it.each(Object.entries(publishedValues))(
	'offers every %s that saved workflows hold',
	(name, expected) => {
		const found = within(properties).filter((field) => field.name === name);
		expect(found.length).toBeGreaterThan(0);
		for (const field of found) expect(sorted(values(field))).toEqual(sorted(expected));
	},
);

it("waits for a person as n8n's human review needs it: the first list that offers it is a message's", () => {
	const [first] = lists.filter((list) => values(list).includes('sendAndWait'));
	expect(first?.displayOptions?.show?.resource).toEqual(['message']);
});

it('has an operation and a fixture for everything it offers, and nothing else', () => {
	for (const { resource, operations } of offered) {
		for (const operation of operations) {
			expect(findOperation(resource, operation)?.value).toBe(operation);
			expect(operationFixtures).toContainEqual(expect.objectContaining({ resource, operation }));
		}
	}
	expect(findOperation('message', 'reply')).toBeUndefined();
	expect(findOperation('comment', 'send')).toBeUndefined();
	expect(findOperation('toString', 'send')).toBeUndefined();
});

it('has a format for every message type, and a message type for every format', () => {
	expect(values(properties.find(({ name }) => name === 'messageType'))).toEqual(
		messageFormats().map(({ value }) => value),
	);
	expect(messageFormats().map(({ value }) => value)).toEqual(messageTypes);
});

/** The names of the parameters that are shown for a choice in the lists. */
function shown(choice: Record<string, unknown>): string[] {
	return properties
		.filter(({ displayOptions }) =>
			Object.entries(displayOptions?.show ?? {}).every(([name, allowed]) =>
				allowed?.some((value) => value === choice[name]),
			),
		)
		.map(({ name }) => name);
}

it.each([
	['message', 'send', 'text', ['recipientId', 'messageType', 'text']],
	['message', 'send', 'image', ['recipientId', 'messageType', 'mediaSource', 'mediaUrl']],
	['message', 'send', 'carousel', ['recipientId', 'messageType', 'cards']],
	['comment', 'reply', 'text', ['commentId', 'commentText']],
	['comment', 'privateReply', 'json', ['commentId', 'messageType', 'messageJson']],
	[
		'comment',
		'replyAndPrivateReply',
		'quickReplies',
		['commentId', 'commentText', 'messageType', 'text', 'quickReplies'],
	],
	['comment', 'privateReply', 'buttonTemplate', ['commentId', 'messageType', 'text', 'buttons']],
])('shows for %s, %s, %s the fields %j', (resource, operation, messageType, fields) => {
	expect(shown({ resource, operation, messageType, mediaSource: 'url' })).toEqual([
		'resource',
		'operation',
		...fields,
		'options',
	]);
});

const cases = operationFixtures.flatMap(({ cases }) => cases.map(({ parameters }) => parameters));

it.each(cases)(
	'asks for the parameters that are shown and no others: $resource $operation',
	(parameters) => {
		const asked = new Set<string>();
		const read = (name: string) => {
			asked.add(name);
			return parameters[name];
		};
		const operation = findOperation(parameters.resource, parameters.operation);
		const plan =
			operation?.plan(
				Object.assign(read, { fileUrl: () => 'https://example.com/file', random: () => 0 }),
			) ?? [];
		const empty = plan.map(() => []);
		operation?.items?.(empty, read);
		// The ad account of Get Many Ad Sets is for the list of campaigns only.
		const others = [
			'resource',
			'operation',
			'options',
			...(parameters.operation === 'getManyAdSets' ? ['adAccountId'] : []),
		];
		const fields = shown(parameters).filter((field) => !others.includes(field));
		expect([...asked].filter((name) => name !== 'options').sort()).toEqual(uniq(fields).sort());
	},
);

/** What the Options of an operation offer, by their labels. */
function optionsOf(resource: string, operation: string): string[] {
	const field = properties.find(
		({ name, displayOptions }) =>
			name === 'options' &&
			displayOptions?.show?.resource?.includes(resource) === true &&
			displayOptions.show.operation?.includes(operation) === true,
	);
	const labels = (field?.options ?? []).map((option) =>
		'displayName' in option ? option.displayName : '',
	);
	expect(labels).toEqual([...labels].sort());
	return (field?.options ?? []).map(({ name }) => name).sort();
}

const sending = ['concurrency', 'maxWait', 'onRateLimit', 'requestsPerSecond', 'timeout'];

it.each([
	['message', 'send', [...sending, 'splitLongText']],
	['comment', 'reply', [...sending, 'commentTextAlternatives']],
	['comment', 'replyAndPrivateReply', [...sending, 'commentTextAlternatives']],
	['comment', 'privateReply', sending],
	[
		'message',
		'sendAndWait',
		['limitWaitTime', 'maxWait', 'onRateLimit', 'requestsPerSecond', 'timeout'],
	],
	['facebookComment', 'reply', sending],
	['flow', 'start', sending],
	['contact', 'upsert', sending],
	['post', 'create', ['maxWait', 'timeout', 'waitUntilPublished']],
	['post', 'publish', ['maxWait', 'timeout', 'waitUntilPublished']],
	['post', 'getMany', ['timeout']],
	['account', 'get', ['timeout']],
])(
	'offers for %s, %s the options %j, in the order of their labels',
	(resource, operation, names) => {
		expect(optionsOf(resource, operation)).toEqual([...names].sort());
	},
);
