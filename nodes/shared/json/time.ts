import type { Json } from './exactJson';

const SECOND = 1000;
export const DAY = 24 * 60 * 60 * SECOND;

/** Years 1970 to 9999: what ISO 8601 writes with four digits. */
const LATEST = 253_402_300_799_999;

const WRITTEN = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * A moment in milliseconds since 1970, from whatever the senders write: seconds or milliseconds
 * (Meta uses both), the same as text, ISO 8601, and InstantDM's "2026-04-29 17:11:59". That last
 * one names no time zone; it is taken as UTC, which is an assumption.
 * @returns null where there is none or it lies outside the years 1970 to 9999
 */
export function toMoment(value: Json | undefined): number | null {
	const moment = typeof value === 'string' ? fromText(value.trim()) : fromNumber(value);
	return moment !== null && moment > 0 && moment <= LATEST ? moment : null;
}

/** ISO 8601 in UTC, or null. */
export function toIso(moment: number | null): string | null {
	return moment === null ? null : new Date(moment).toISOString();
}

/** That long after the moment, as ISO 8601 in UTC; null where there is no moment. */
export function isoAfter(moment: number | null, milliseconds: number): string | null {
	return moment === null ? null : toIso(moment + milliseconds);
}

function fromNumber(value: Json | undefined): number | null {
	if (typeof value !== 'number') return null;
	return Math.trunc(value > 1e11 ? value : value * SECOND);
}

function fromText(text: string): number | null {
	if (/^\d+(?:\.\d+)?$/.test(text)) return fromNumber(Number(text));
	const [, date, time = '00:00', zone = 'Z'] = WRITTEN.exec(text) ?? [];
	if (date === undefined) return null;
	const moment = Date.parse(
		`${date}T${time}${zone.toUpperCase().replace(/^(...)(\d\d)$/, '$1:$2')}`,
	);
	return Number.isNaN(moment) ? null : moment;
}
