import { z } from 'zod';

import { InputError } from '../parameters/inputError';
import type { ApiRequest } from './request';

/** Where InstantDM's two APIs are, unless the credential says otherwise. */
export const DEFAULT_BASE_URL = 'https://api.instantdm.com';
export const DEFAULT_OPEN_API_BASE_URL = 'https://openapi.instantdm.com';

/** The fields about the key, as n8n stores them. A key pasted with spaces or `Bearer` works too. */
const keySchema = z.object({
	apiKey: z
		.string()
		.transform((key) => key.trim().replace(/^bearer\s+/i, ''))
		.catch(''),
	authHeader: z.enum(['authorization', 'xApiKey']).catch('authorization'),
});

const urlsSchema = z.object({
	baseUrl: z.string().catch(''),
	openApiBaseUrl: z.string().catch(''),
});

type Key = z.output<typeof keySchema>;

/** What the calls to InstantDM need of the credential; the URLs have no slash at their end. */
export type Access = Key & z.output<typeof urlsSchema>;

/**
 * Reads the credential for the calls of a run. What is missing takes its default, an absent key is
 * empty.
 * @throws InputError where no request can be made of it
 */
export function readAccess(credential: unknown): Access {
	const key = readKey(credential);
	if (!/^[\x21-\x7e]*$/.test(key.apiKey)) {
		throw new InputError(
			'The API Key holds a character that no key has',
			'copy it again, without spaces, quotes or line breaks',
		);
	}
	const { baseUrl, openApiBaseUrl } = urlsSchema.parse(credential ?? {});
	return {
		...key,
		baseUrl: parseBaseUrl('Base URL', baseUrl, DEFAULT_BASE_URL),
		openApiBaseUrl: parseBaseUrl('Open API Base URL', openApiBaseUrl, DEFAULT_OPEN_API_BASE_URL),
	};
}

/** Reads the key alone, as it was entered. */
export function readKey(credential: unknown): Key {
	return keySchema.parse(credential ?? {});
}

function parseBaseUrl(field: string, given: string, standard: string): string {
	if (given.trim() === '') return standard;
	const url = URL.canParse(given) ? new URL(given) : null;
	const isBase =
		url !== null &&
		/^https?:$/.test(url.protocol) &&
		[url.username, url.password, url.search, url.hash].every((part) => part === '');
	if (!isBase) {
		throw new InputError(
			`The credential's ${field} isn't valid`,
			`it must look like ${standard}, without a user name, ? or #`,
		);
	}
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/**
 * The header that carries the key, in the style chosen in the credential
 * (InstantDM's documentation, "Authentication").
 */
export function authHeaders({ apiKey, authHeader }: Key): Record<string, string> {
	return authHeader === 'xApiKey' ? { 'x-api-key': apiKey } : { Authorization: `Bearer ${apiKey}` };
}

/** The URL of a call, without its query. */
export function urlOf(access: Access, { api, path }: Pick<ApiRequest, 'api' | 'path'>): string {
	return `${api === 'open' ? access.openApiBaseUrl : access.baseUrl}${path}`;
}
