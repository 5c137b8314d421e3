import { ledgerEntrySchema, type LedgerEntry } from '../../support/fakeInstantDm/ledger';
import { busiestSecond, isInOrder, messagesOf, refused } from './figures';

const call = (ms: number, to: string, status = 200): LedgerEntry =>
	ledgerEntrySchema.parse({
		...{ call: 1, at: new Date(ms).toISOString(), open: 1, connections: 1, api: 'webhook' },
		...{ method: 'POST', path: '/api-webhook', query: {}, headers: {}, auth: 'authorization' },
		...{ action: 'send_message', to, body: {}, delivered: status === 200, status, id: null },
	});
const calls = [
	call(0, 'a'),
	call(900, 'b', 429),
	call(1000, 'b'),
	call(1500, 'c'),
	call(1899, 'c'),
];

it('counts what falls into one second, wherever it begins', () => {
	expect(busiestSecond(calls)).toBe(4);
	expect(busiestSecond([])).toBe(0);
});

it('tells order from disorder', () => {
	expect(isInOrder(calls, ['a', 'b', 'b', 'c', 'c'])).toBe(true);
	expect(isInOrder(calls, ['a', 'b', 'c', 'b', 'c'])).toBe(false);
});

it('counts the messages of each, and the refusals', () => {
	expect(messagesOf(calls, ['a', 'b', 'c', 'd'])).toEqual({ 0: 1, 1: 2, 2: 1 });
	expect(refused(calls)).toBe(1);
});
