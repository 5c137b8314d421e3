import { DateTime } from 'luxon';

/** InstantDM's limits last an hour at most; some servers write the date as a number here. */
const LONGEST_SECONDS = 24 * 60 * 60;

/**
 * The waiting time of a Retry-After header (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @param now milliseconds since 1970, for a date
 * @returns whole seconds, from 0 to a day, or null where the header gives none
 */
export function retryAfterSeconds(header: unknown, now: number): number | null {
	if (typeof header !== 'string' && typeof header !== 'number') return null;
	const value = String(header).trim();
	const seconds = /^\d+$/.test(value)
		? Number(value)
		: Math.max(0, Math.ceil((DateTime.fromHTTP(value).toMillis() - now) / 1000));
	return seconds <= LONGEST_SECONDS ? seconds : null;
}
