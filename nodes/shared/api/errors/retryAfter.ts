/**
 * The waiting time of a Retry-After header (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @param now milliseconds since 1970, for a date
 * @returns whole seconds, never negative, or null where the header gives none
 */
export function retryAfterSeconds(header: unknown, now: number): number | null {
	if (typeof header !== 'string' && typeof header !== 'number') return null;
	const value = String(header).trim();
	if (/^\d+$/.test(value)) return Number(value);
	// Date.parse takes nearly anything; an HTTP date begins with the name of a day.
	const date = /^[a-z]{3,9},? /i.test(value) ? Date.parse(value) : Number.NaN;
	return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}
