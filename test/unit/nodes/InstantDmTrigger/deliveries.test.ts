import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import fc from 'fast-check';
import { omit } from 'lodash';
import { jsonParse } from 'n8n-workflow';

import { elementsOf } from '../../../../nodes/shared/events/elements';
import { EVENT_NAMES, EVENTS } from '../../../../nodes/shared/events/index';
import { comment as commentEvent } from '../../../../nodes/shared/events/comment';
import { MESSAGE_KINDS } from '../../../../nodes/shared/events/messageKind';
import { simplify } from '../../../../nodes/shared/events/simplify';
import { isObject, parseJson, type Json } from '../../../../nodes/shared/json/exactJson';
import { credential, n8n, sign } from './trigger';

interface Fixture {
	about: string;
	source: string;
	headers: Record<string, string>;
	/** What was delivered: as JSON, or as text where the writing matters. */
	payload?: Json;
	body?: string;
	items: object[];
}

const FOLDER = join(__dirname, '../../../fixtures/webhooks');
const fixtures = readdirSync(FOLDER).map((file) => ({
	file,
	...jsonParse<Fixture>(readFileSync(join(FOLDER, file), 'utf8')),
}));
const bodyOf = ({ body, payload }: Fixture) => body ?? JSON.stringify(payload);

/** What keeps an item from being one of its event, if anything. */
function problemOf(item: object): unknown {
	const event = EVENTS.find(({ name }) => 'event' in item && item.event === name);
	return event ? event.schema.safeParse(item).error : 'no such event';
}

/** Lets everything through, so that each fixture shows its items. */
const everything = {
	ignoreOwnActivity: false,
	deduplicate: false,
	messageKinds: [...MESSAGE_KINDS],
};

async function deliver(fixture: Fixture, parameters = {}) {
	const rawBody = bodyOf(fixture);
	const headers = { ...fixture.headers, 'x-webhook-signature': sign(rawBody) };
	return await n8n.callWebhook({
		credential,
		rawBody,
		headers,
		parameters: { options: everything, ...parameters },
	});
}

describe('a delivery becomes items', () => {
	it.each(fixtures)('$file: $about', async (fixture) => {
		const { status, body, workflowData } = await deliver(fixture);
		const items = fixture.items.map((json) => ({ json }));
		expect({ status, body }).toEqual({
			status: 200,
			body: { status: 'accepted', items: items.length },
		});
		expect(workflowData).toEqual([items]);
		expect(jsonParse(JSON.stringify(workflowData))).toEqual(workflowData);
		for (const json of fixture.items) {
			const item = 'title' in json ? json : omit(json, 'payload');
			expect(problemOf(item)).toBeUndefined();
		}
	});

	it('leaves the prototypes alone', async () => {
		const [hostile] = fixtures.filter(({ file }) => file === 'flow-hostile-keys.json');
		if (!hostile) throw new Error('The fixture is gone');
		await deliver(hostile);
		expect({}).not.toHaveProperty('polluted');
	});

	it('comes out raw, as it came, without Simplify', async () => {
		for (const fixture of fixtures.filter(({ payload }) => !Array.isArray(payload))) {
			const { workflowData } = await deliver(fixture, { simplify: false });
			expect(workflowData).toEqual([[{ json: parseJson(bodyOf(fixture)) }]]);
		}
	});

	it('comes out raw under payload where it is a list', async () => {
		const lists = fixtures.filter(({ payload }) => Array.isArray(payload));
		expect(lists).toHaveLength(1);
		for (const fixture of lists) {
			const { workflowData } = await deliver(fixture, { simplify: false });
			expect(workflowData).toEqual([[{ json: { payload: fixture.payload } }]]);
		}
	});

	it('keeps the payload of a button beside the raw element', async () => {
		const pressed = fixtures.find(({ file }) => file === 'postback.json');
		if (!pressed) throw new Error('The fixture is gone');
		const options = { ...everything, includePayload: true };
		const { workflowData } = await deliver(pressed, { options });
		expect(workflowData?.[0]?.[0]?.json).toMatchObject({
			payload: 'MENU',
			element: { postback: { payload: 'MENU' } },
		});
	});

	it('carries the raw element with Include Payload', async () => {
		const batch = fixtures.find(({ file }) => file === 'batch.json');
		if (!batch) throw new Error('The fixture is gone');
		const options = { ...everything, includePayload: true };
		const { workflowData } = await deliver(batch, { options });
		expect(workflowData?.flat().map(({ json }) => json.payload)).toEqual([
			expect.objectContaining({ field: 'comments' }),
			expect.objectContaining({ field: 'comments' }),
			expect.objectContaining({ message: { mid: 'aWdfZAG1fBATCH', text: 'Hi' } }),
		]);
	});
});

/** The same JSON with the fields of each object in the opposite order. */
function inReverse(value: Json): Json {
	if (Array.isArray(value)) return value.map(inReverse);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, each]) => [key, inReverse(each)]),
	);
}

describe('ids of events', () => {
	const idsOf = (payload: Json, delivered: number | null = null, event?: string) =>
		(elementsOf(payload, event) ?? []).map((element) => simplify(element, delivered).eventId);

	it('are the same for the same delivery, and differ between all different ones', () => {
		const deliveries = fixtures.map((fixture) => {
			const payload = parseJson(bodyOf(fixture)) ?? null;
			const ids = (of: Json) => idsOf(of, 0, fixture.headers['x-event-type']);
			expect(ids(inReverse(payload))).toEqual(ids(payload));
			return { file: fixture.file, ids: ids(payload) };
		});
		const messages = deliveries.filter(({ file }) =>
			/^(message-(text|deleted|edited)|reaction|reaction-taken-back|read)\.json$/.test(file),
		);
		expect(messages).toHaveLength(6);
		expect(new Set(messages.flatMap(({ ids }) => ids)).size).toBe(6);
	});

	it('are one for a comment told through its ad and through its post', () => {
		const payload = (file: string) => fixtures.find((one) => one.file === file)?.payload ?? null;
		expect(idsOf(payload('comment-on-ad.json'))).toEqual(
			idsOf(payload('comment-without-changes.json')),
		);
	});

	it('tell questions without a variable name apart', () => {
		const asked = fixtures.find(
			({ file }) => file === 'documented-question-answered.json',
		)?.payload;
		if (!isObject(asked)) throw new Error('The fixture is gone');
		const id = (question: string, custom_variable_name: string | null) =>
			idsOf({ ...asked, question, custom_variable_name });
		expect(id('Your email?', '')).not.toEqual(id('Your phone?', ''));
		expect(id('Your email?', null)).not.toEqual(id('Your phone?', null));
		expect(id('Your email?', '')).toEqual(id('Your email?', ''));
	});

	it('tell edits without a number apart', () => {
		const edit = (text: string, timestamp: number) =>
			idsOf({
				entry: [
					{ messaging: [{ sender: { id: '1' }, timestamp, message_edit: { mid: 'm', text } }] },
				],
			});
		expect(edit('one', 1777476725580)).toEqual(edit('one', 1777476725580));
		expect(edit('one', 1777476725580)).not.toEqual(edit('two', 1777476725580));
		expect(edit('one', 1777476725580)).not.toEqual(edit('one', 1777476735580));
	});

	it('tell two presses of a button apart by X-Timestamp where nothing else does', () => {
		const pressed =
			fixtures.find(({ file }) => file === 'documented-postback.json')?.payload ?? null;
		const at = (time: string) => idsOf(pressed, Date.parse(time));
		expect(at('2026-04-29T15:32:06Z')).toEqual(at('2026-04-29T15:32:06+00:00'));
		expect(at('2026-04-29T15:32:06Z')).not.toEqual(at('2026-04-29T15:32:09Z'));
	});
});

/** Payloads that look like deliveries here and there. */
const strange: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: Record<string, Json> }>(
	(tie) => ({
		value: fc.oneof(
			{ depthSize: 'medium', withCrossShrink: true },
			fc.constantFrom<Json>(
				'17841432111391196',
				1777476726126,
				true,
				null,
				'',
				'comments',
				'messages',
			),
			fc.string(),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.array(tie('value'), { maxLength: 3 }),
			tie('object'),
		),
		object: fc.dictionary(
			fc.constantFrom(
				'entry',
				'changes',
				'messaging',
				'standby',
				'field',
				'value',
				'id',
				'time',
				'timestamp',
				'text',
				'from',
				'media',
				'sender',
				'recipient',
				'message',
				'mid',
				'attachments',
				'payload',
				'type',
				'postback',
				'reaction',
				'read',
				'referral',
				'ad_id',
				'reply_to',
				'story',
				'flow_id',
				'question',
				'skip',
				'response_variables',
				'tags',
				'idm_optimized_body',
				'message_edit',
				'quick_reply',
				'__proto__',
			),
			tie('value'),
			{ maxKeys: 6, noNullPrototype: true },
		),
	}),
).object;

describe('whatever is delivered', () => {
	it('gives items of the documented shape that are JSON, or none', () => {
		fc.assert(
			fc.property(
				strange,
				fc.constantFrom(undefined, 'other', ...EVENT_NAMES),
				(value, announced) => {
					const payload = parseJson(JSON.stringify(value));
					if (payload === undefined) return;
					for (const element of elementsOf(payload, announced) ?? []) {
						const item = simplify(element, null);
						expect(problemOf(item)).toBeUndefined();
						expect(jsonParse(JSON.stringify(item))).toEqual(item);
					}
				},
			),
			{ numRuns: 2000 },
		);
	});

	it('keeps the digits of every id', () => {
		fc.assert(
			fc.property(
				fc.array(fc.bigInt({ min: 1n, max: 10n ** 20n }), { minLength: 5, maxLength: 5 }),
				fc.boolean(),
				(ids, quoted) => {
					const [account, comment, person, media, ad] = ids.map((id) =>
						quoted ? `"${id}"` : String(id),
					);
					const payload = parseJson(
						`{"entry":[{"id":${account},"changes":[{"field":"comments","value":{"id":${comment},"from":{"id":${person}},"media":{"id":${media},"ad_id":${ad}}}}]}]}`,
					);
					const [element] = elementsOf(payload ?? null, undefined) ?? [];
					if (!element) throw new Error('No element');
					const { accountId, commentId, senderId, mediaId, adId } = commentEvent.schema.parse(
						simplify(element, null),
					);
					expect([accountId, commentId, senderId, mediaId, adId]).toEqual(ids.map(String));
				},
			),
		);
	});
});
