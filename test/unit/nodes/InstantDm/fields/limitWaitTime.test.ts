import { DateTime } from 'luxon';

import { endOfWait, limitWaitTime } from '../../../../../nodes/InstantDm/fields/limitWaitTime';

const NOW = DateTime.fromISO('2026-03-28T18:00:00Z');

/** Until when a question waits with these values of the option; undefined: nobody has added it. */
function until(values?: object, zone = 'UTC'): string {
	const limit = limitWaitTime.from(() => values && { limitWaitTime: { values } });
	return endOfWait(limit, zone, NOW).toISOString();
}

describe('a question waits', () => {
	it.each([
		['for a day, unless told', undefined, '2026-03-29T18:00:00.000Z'],
		['for a day, when nothing is in the option', {}, '2026-03-29T18:00:00.000Z'],
		['minutes', { resumeAmount: 1.5, resumeUnit: 'minutes' }, '2026-03-28T18:01:30.000Z'],
		['hours', { resumeAmount: 20 }, '2026-03-29T14:00:00.000Z'],
		['days', { resumeAmount: 2, resumeUnit: 'days' }, '2026-03-30T18:00:00.000Z'],
	])('%s', (_, values, expected) => {
		expect(until(values)).toBe(expected);
	});

	it.each([
		['of the workflow', '2026-04-01T09:00:00', '2026-04-01T07:00:00.000Z'],
		['of its own', '2026-04-01T09:00:00Z', '2026-04-01T09:00:00.000Z'],
		['with a space, as the editor writes it', ' 2026-04-01 09:00:00', '2026-04-01T07:00:00.000Z'],
		['from luxon', DateTime.fromISO('2026-04-01T09:00:00Z'), '2026-04-01T09:00:00.000Z'],
		['from a Date', new Date('2026-04-01T09:00:00Z'), '2026-04-01T09:00:00.000Z'],
	])('until a time in the zone %s', (_, maxDateAndTime, expected) => {
		expect(until({ limitType: 'atSpecifiedTime', maxDateAndTime }, 'Europe/Berlin')).toBe(expected);
	});

	it.each([
		['is over already', { limitType: 'atSpecifiedTime', maxDateAndTime: '2026-03-28T17:59' }],
		['is over already', { resumeAmount: 0 }],
		["isn't a date and time", { limitType: 'atSpecifiedTime', maxDateAndTime: 'tomorrow' }],
		['enter a date and time', { limitType: 'atSpecifiedTime', maxDateAndTime: '' }],
		['Amount', { resumeAmount: -1 }],
		['Unit', { resumeUnit: 'weeks' }],
	])('not, since it %s', (problem, values) => {
		expect(() => until(values)).toThrow(problem);
	});
});
