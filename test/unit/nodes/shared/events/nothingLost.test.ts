import type { INodeParameters } from 'n8n-workflow';

import { commentElements, messageElement } from '../../../../../nodes/shared/events/fromApi';
import { MESSAGE_KINDS } from '../../../../../nodes/shared/events/messageKind';
import { jsonOf, simplify } from '../../../../../nodes/shared/events/simplify';
import type { Element } from '../../../../../nodes/shared/events/elements';
import { isObject } from '../../../../../nodes/shared/json/exactJson';
import api from '../../../../fixtures/events/api.json';
import webhooks from '../../../../fixtures/events/webhooks.json';
import { credential, n8n, sign } from '../../InstantDmTrigger/trigger';

/**
 * The envelope: who sends (`object`), the time of the notification where the event has its own, and
 * names of fields that `event`, `kind`, `isOwn` and `isLive` tell in their way.
 */
const ENVELOPE = [
	'object',
	'time',
	'field',
	'is_echo',
	'is_self',
	'is_deleted',
	'is_unsupported',
	// The account's own id again, as other apps know it (Meta, self messaging).
	'self_ig_scoped_id',
];

/** Every text and number below a value, but for what is under one of these keys or paths. */
function leavesOf(value: unknown, except: readonly string[], path: string[] = []): string[] {
	if (Array.isArray(value)) return value.flatMap((each) => leavesOf(each, except, path));
	if (isObject(value)) {
		return Object.entries(value).flatMap(([key, each]) => {
			const within = [...path, key];
			const isLeftOut = except.includes(key) || except.includes(within.join('.'));
			return isLeftOut ? [] : leavesOf(each, except, within);
		});
	}
	return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

/** What a person would look for and not find. */
function lost(input: unknown, output: object, except: readonly string[]): string[] {
	const found = leavesOf(output, []);
	return leavesOf(input, except).filter(
		(value) => !isMoment(value, found) && !found.some((each) => each.includes(value)),
	);
}

/** Times are written anew, as ISO 8601 in UTC. */
function isMoment(value: string, found: readonly string[]): boolean {
	const number = Number(value);
	const moment = Number.isNaN(number)
		? value.replace(/ (?=\d)/, 'T').replace(/(?<=T[\d:]+)$/, 'Z')
		: number;
	return [moment, number * 1000].some((each) => {
		const date = new Date(each);
		return !Number.isNaN(date.getTime()) && found.includes(date.toISOString());
	});
}

const everything = {
	ignoreOwnActivity: false,
	deduplicate: false,
	messageKinds: [...MESSAGE_KINDS],
};

async function delivered(payload: object, event: string, more: INodeParameters) {
	const rawBody = JSON.stringify(payload);
	const headers = { 'x-event-type': event, 'x-webhook-signature': sign(rawBody) };
	const parameters = { options: everything, ...more };
	const { workflowData } = await n8n.callWebhook({ credential, rawBody, headers, parameters });
	return (workflowData ?? []).flat().map(({ json }) => json);
}

describe('a delivery', () => {
	it.each(webhooks.shapes)('of $about is named by what it is, and loses nothing', async (shape) => {
		const items = await delivered(shape.payload, shape.event, {});
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: shape.event,
			...('kind' in shape && { kind: shape.kind }),
		});
		expect(lost(shape.payload, items, ENVELOPE)).toEqual([]);
	});

	it.each(webhooks.shapes)('of $about is itself without Simplify', async ({ payload, event }) => {
		expect(await delivered(payload, event, { simplify: false })).toEqual([payload]);
	});
});

const ACCOUNT = { id: '17841432111391196', username: 'our_shop' };
const itemsOf = (elements: readonly Element[]) =>
	elements.map((element) => jsonOf(simplify(element, null), element, false));

describe('what the Open API lists', () => {
	const except = api.notInItems.keys;

	it.each(api.messages)('loses nothing: $about', ({ message }) => {
		const items = itemsOf([messageElement(message, ACCOUNT)]);
		// An item names people by id; who they are, `username` of the conversation tells.
		expect(lost(message, items, [...except, 'username'])).toEqual([]);
	});

	it.each(api.comments)('loses nothing: $about', ({ comment }) => {
		const items = itemsOf(commentElements(comment, ACCOUNT, {}));
		expect(lost(comment, items, except)).toEqual([]);
	});
});

describe('Include Payload', () => {
	const known = webhooks.shapes.filter(({ kind }) => kind !== 'other');

	it.each(known)('overwrites no field of $about', async ({ payload, event }) => {
		const options = { ...everything, includePayload: true };
		const [plain] = await delivered(payload, event, {});
		const [full] = await delivered(payload, event, { options });
		const name = event === 'postback' ? 'element' : 'payload';
		expect(full?.[name]).toEqual(expect.any(Object));
		expect(full).toEqual({ ...plain, [name]: full?.[name] });
	});
});
