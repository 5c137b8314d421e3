import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../../support/fakeInstantDm/failure';
import { bothReplies, credentialFor, directMessage, n8n, useFakeInstantDm } from './sending';

const site = useFakeInstantDm();

const RUNS = 150;

const delivered = fc.boolean();
const failures: fc.Arbitrary<Failure> = fc.oneof(
	fc.record({ kind: fc.constant('reset' as const), delivered }),
	fc.record({
		kind: fc.constant('answer' as const),
		status: fc.constant(502),
		body: fc.constant('<html></html>'),
		delivered,
	}),
	fc.constantFrom<Failure>(
		{ kind: 'documented', error: 'hourlyLimit' },
		{ kind: 'documented', error: 'noCredits' },
		{ kind: 'instagram', code: 613 },
		{ kind: 'instagram', code: 551 },
		{ kind: 'instagram', code: 1, subcode: 1357046, delivered: true },
	),
);

/** The operations, each with how many messages an item takes. */
const operations = {
	message: { parameters: directMessage, messages: 1 },
	splitText: { parameters: directMessage, messages: 3 },
	bothReplies: { parameters: bothReplies, messages: 2 },
};

const runs = fc.record({
	operation: fc.constantFrom(...(Object.keys(operations) as (keyof typeof operations)[])),
	items: fc.integer({ min: 1, max: 12 }),
	concurrency: fc.integer({ min: 1, max: 50 }),
	retryOnFail: fc.boolean(),
	onError: fc.constantFrom(
		'stopWorkflow' as const,
		'continueRegularOutput' as const,
		'continueErrorOutput' as const,
	),
	faults: fc.array(
		fc.record({
			failure: failures,
			call: fc.integer({ min: 1, max: 30 }),
			times: fc.integer({ min: 1, max: 3 }),
		}),
		{ maxLength: 4 },
	),
});

const text = (operation: keyof typeof operations, item: number) =>
	operation === 'splitText'
		? ['a', 'b', 'c'].map((letter) => `${item}${letter.repeat(900)}`).join('\n\n')
		: `Hi ${item}`;

/** How a failed item is told, whether it comes out as an item or ends the run. */
const told = (facts: IDataObject) => ({
	delivery: facts.delivery,
	retryable: facts.retryable,
	retryAt: facts.retryAt,
});

let run = 0;

it('sends nothing twice, and says of each item what became of it, whatever goes wrong', async () => {
	await fc.assert(
		fc.asyncProperty(runs, async ({ operation, items, concurrency, onError, ...spec }) => {
			const { fakeInstantDm } = site;
			fakeInstantDm.reset();
			// Each run has an account of its own: a limit holds an account up for the next run too.
			const apiKey = `key-${(run += 1)}`;
			fakeInstantDm.configure({ keys: [apiKey] });
			for (const { failure, call, times } of spec.faults) {
				fakeInstantDm.fail(failure, { call, times });
			}
			const { parameters, messages } = operations[operation];
			const { outputs, error } = await n8n.runNode({
				parameters: parameters({ concurrency, splitLongText: operation === 'splitText' }),
				items: Array.from({ length: items }, (_, item) => ({
					to: String(1000 + item),
					text: text(operation, item),
				})),
				settings: {
					onError,
					...(spec.retryOnFail && { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 }),
				},
				credential: { ...credentialFor(fakeInstantDm), apiKey },
			});

			const { ledger } = fakeInstantDm;
			const bodies = ledger.delivered().map(({ body }) => JSON.stringify(body));
			expect(new Set(bodies).size).toBe(bodies.length);

			const out = outputs.flat();
			const facts = new Map(
				out.map(({ json, pairedItem }) => {
					const of = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1;
					return [of, json];
				}),
			);
			if (onError === 'stopWorkflow') {
				if (error) facts.set(Number(error.context.itemIndex), { error, ...error.context });
			} else {
				expect(error).toBeUndefined();
				expect([...facts.keys()].sort((a, b) => a - b)).toEqual([...Array(items).keys()]);
				expect(out).toHaveLength(items);
			}
			for (const [item, json] of facts) {
				const arrived = ledger.delivered(String(1000 + item)).length;
				if (json.error === undefined) {
					expect({ item, arrived }).toEqual({ item, arrived: messages });
					continue;
				}
				const { delivery, retryable, retryAt } = told(json);
				expect(typeof retryAt === 'string').toBe(retryable === true);
				if (delivery === 'notSent') expect({ item, arrived }).toEqual({ item, arrived: 0 });
				else expect(retryable).toBe(false);
				if (delivery === 'partial') {
					expect(arrived).toBeGreaterThan(0);
					expect(arrived).toBeLessThan(messages);
				}
			}
		}),
		{ numRuns: RUNS },
	);
}, 300_000);
