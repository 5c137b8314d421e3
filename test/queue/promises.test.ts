import { judge, measure } from './promises';
import type { Delivery } from './load';
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
): Attempt<Delivery> => ({
	delivery: of,
	status,
	answer,
	server,
	milliseconds: 10,
});
const accepted = (of: Delivery, server: string) =>
	attempt(of, server, '{"status":"accepted","items":1}');
const ignored = (of: Delivery, server: string) =>
	attempt(of, server, '{"status":"ignored","reason":"duplicate"}');
const refused = (of: Delivery) => attempt(of, 'one', '{"status":"rejected"}', 401);
const execution = (commentId: string, second = 0) => ({
	commentId,
	status: 'success',
	startedAt: second,
	stoppedAt: second + 1,
});

/** Comment 1, a copy to the same process and one to another, and a forgery: all as promised. */
const asPromised: Facts = {
	attempts: [
		accepted(delivery('1'), 'one'),
		ignored(delivery('1', 'copy'), 'one'),
		accepted(delivery('1', 'copy'), 'two'),
		refused(delivery('9', 'forged')),
	],
	seconds: 2,
	executions: [execution('1'), execution('1', 3)],
	reached: ['1', '1'],
};

const brokenBy = (changes: Partial<Facts>): Record<string, string[]> =>
	Object.fromEntries(
		Object.entries(judge({ ...asPromised, ...changes })).filter(([, ids]) => ids.length > 0),
	);

describe('judge', () => {
	it('finds nothing where every promise was kept', () => {
		expect(brokenBy({})).toEqual({});
	});

	it('finds an accepted delivery without its execution', () => {
		expect(brokenBy({ executions: [execution('1')], reached: ['1'] })).toEqual({
			'answered "accepted" more often than executed': ['1'],
		});
	});

	it('finds a delivery that nobody ever took', () => {
		const attempts = [...asPromised.attempts, attempt(delivery('2'), 'one', '', 502)];
		expect(brokenBy({ attempts })).toEqual({ 'delivered, and never executed': ['2'] });
	});

	it('finds a forgery that ran, and one that was taken', () => {
		const executions = [...asPromised.executions, execution('9')];
		expect(brokenBy({ executions })).toEqual({ 'forged, and executed or replied to': ['9'] });
		const attempts = [...asPromised.attempts, ignored(delivery('9', 'forged'), 'one')];
		expect(brokenBy({ attempts })).toEqual({ 'forged, and not refused with 401': ['9'] });
	});

	it('finds a process that started one comment twice', () => {
		const attempts = [...asPromised.attempts, accepted(delivery('1', 'copy'), 'two')];
		expect(brokenBy({ attempts, executions: ['1', '1', '1'].map((id) => execution(id)) })).toEqual({
			'started twice by one process': ['1 two'],
		});
	});

	it('finds messages beyond executions and beyond processes', () => {
		expect(brokenBy({ reached: ['1', '1', '1'] })).toEqual({
			'given more messages than executions': ['1'],
			'given more messages than processes took it': ['1'],
		});
	});

	it('allows an execution of a request that broke off', () => {
		const attempts = [...asPromised.attempts, attempt(delivery('1', 'copy'), 'one', '', 502)];
		const executions = [...asPromised.executions, execution('1')];
		expect(brokenBy({ attempts, executions, reached: ['1', '1', '1'] })).toEqual({});
	});
});

describe('measure', () => {
	it('counts, and times', () => {
		expect(measure(asPromised)).toEqual({
			deliveries: 4,
			requests: 4,
			deliveriesPerSecond: 2,
			startedP50: 10,
			startedP99: 10,
			turnedAwayP50: 10,
			turnedAwayP99: 10,
			executions: 2,
			executionsPerSecond: 0.5,
			statuses: { success: 2 },
			forgedAndExecuted: 0,
			copiesStopped: 1,
			copiesStarted: 1,
			withoutMessage: 0,
			messagedTwice: 1,
		});
	});
});
