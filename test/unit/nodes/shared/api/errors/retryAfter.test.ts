import { retryAfterSeconds } from '../../../../../../nodes/shared/api/errors/retryAfter';

const NOW = Date.UTC(2026, 2, 1, 12, 0, 0);

it.each([
	['12', 12],
	[' 12 ', 12],
	[12, 12],
	['0', 0],
	['86400', 86_400],
	['86401', null],
	['Sun, 01 Mar 2026 12:00:30 GMT', 30],
	['Sun, 01 Mar 2026 11:59:00 GMT', 0],
	['Tue, 03 Mar 2026 12:00:00 GMT', null],
	['1.5', null],
	['-1', null],
	['soon', null],
	['', null],
	[undefined, null],
	[['12'], null],
])('a Retry-After of %j is %j seconds', (header, seconds) => {
	expect(retryAfterSeconds(header, NOW)).toBe(seconds);
});

it('rounds up what is left of a second', () => {
	expect(retryAfterSeconds('Sun, 01 Mar 2026 12:00:30 GMT', NOW + 1)).toBe(30);
});
