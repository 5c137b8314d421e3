import type { Delivery } from './load';
import { ALL_PROMISES, breaking, type PromiseName } from './promises';
import type { Facts } from './round';
import type { Attempt } from './send';

const outgoing = { headers: {}, body: Buffer.alloc(0) };
const delivery = (commentId: string, kind: Delivery['kind'] = 'first'): Delivery => ({
	commentId,
	kind,
	outgoing,
});
const attempt = (
	of: Delivery,
	server: string,
	answer: string,
	status = 200,
): Attempt<Delivery> => ({ delivery: of, status, answer, server, milliseconds: 10 });
const accepted = (of: Delivery, server: string) =>
	attempt(of, server, '{"status":"accepted","items":1}');
const ignored = (of: Delivery, server: string) =>
	attempt(of, server, '{"status":"ignored","reason":"duplicate"}');
const rejected = (of: Delivery) => attempt(of, 'one', '{"status":"rejected"}', 401);
const brokenOff = (of: Delivery) => attempt(of, 'one', '', 502);
const execution = (commentId: string) => ({
	commentId,
	status: 'success',
	startedAt: 0,
	stoppedAt: 1,
});

/** Comment 1, a copy to the same process and one to another, and a forgery: nothing is broken. */
const asPromised: Facts = {
	attempts: [
		accepted(delivery('1'), 'one'),
		ignored(delivery('1', 'copy'), 'one'),
		accepted(delivery('1', 'copy'), 'two'),
		rejected(delivery('9', 'forged')),
	],
	seconds: 2,
	executions: [execution('1'), execution('1')],
	messages: ['1'],
	publicReplies: ['1'],
	leads: ['1'],
};

const brokenBy = (changes: Partial<Facts>): Partial<Record<PromiseName, string[]>> =>
	Object.fromEntries(
		ALL_PROMISES.map(
			(promise) => [promise, breaking(promise, { ...asPromised, ...changes })] as const,
		).filter(([, comments]) => comments.length > 0),
	);
const andAlso = (...more: Attempt<Delivery>[]) => [...asPromised.attempts, ...more];

describe('the promises', () => {
	it('are kept where they are', () => {
		expect(brokenBy({})).toEqual({});
	});

	it('are broken by an accepted delivery without its execution', () => {
		expect(brokenBy({ executions: [execution('1')] })).toEqual({
			'whatever is answered "accepted" is executed': ['1'],
		});
	});

	it('are broken by a delivery that nobody ever took', () => {
		expect(brokenBy({ attempts: andAlso(brokenOff(delivery('2'))) })).toEqual({
			'every delivery is executed': ['2'],
		});
	});

	it('are broken by a forgery that ran, that was replied to, or that was taken', () => {
		const executed = { 'nothing forged is executed or replied to': ['9'] };
		expect(brokenBy({ executions: [...asPromised.executions, execution('9')] })).toEqual(executed);
		expect(brokenBy({ messages: ['1', '9'] })).toMatchObject(executed);
		expect(brokenBy({ attempts: andAlso(ignored(delivery('9', 'forged'), 'one')) })).toEqual({
			'everything forged is refused with 401': ['9'],
		});
	});

	it('are broken by a process that started one comment twice', () => {
		const attempts = andAlso(accepted(delivery('1', 'copy'), 'two'));
		const executions = [...asPromised.executions, execution('1')];
		expect(brokenBy({ attempts, executions })).toEqual({
			'one process starts a comment once': ['1 two'],
		});
	});

	it('are broken by messages beyond executions and beyond processes', () => {
		expect(brokenBy({ messages: ['1', '1', '1'] })).toEqual({
			'one execution sends one message': ['1'],
			'nobody gets more messages than processes took the comment': ['1'],
			'nobody gets two messages': ['1'],
		});
	});

	it('allow an execution of a request that broke off', () => {
		const attempts = andAlso(brokenOff(delivery('1', 'copy')));
		const executions = [...asPromised.executions, execution('1')];
		expect(brokenBy({ attempts, executions, messages: ['1', '1', '1'] })).toEqual({
			'nobody gets two messages': ['1'],
		});
	});

	it('are broken by a second public reply and by a second lead', () => {
		expect(brokenBy({ publicReplies: ['1', '1'], leads: ['1', '1'] })).toEqual({
			'no comment gets two public replies': ['1'],
			'no comment becomes two leads': ['1'],
		});
	});
});
