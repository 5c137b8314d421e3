import { DateTime } from 'luxon';

/**
 * The waiting time of a Retry-After header (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @param now milliseconds since 1970, for a date
 * @returns whole seconds, never negative, or null where the header gives none
 */
export function retryAfterSeconds(header: unknown, now: number): number | null {
	if (typeof header !== 'string' && typeof header !== 'number') return null;
	const value = String(header).trim();
	if (/^\d+$/.test(value)) return Number(value);
	const date = DateTime.fromHTTP(value);
	return date.isValid ? Math.max(0, Math.ceil((date.toMillis() - now) / 1000)) : null;
}
