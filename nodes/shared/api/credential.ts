import { z } from 'zod';

import type { ApiRequest } from './request';

/** Where InstantDM's two APIs are, unless the credential says otherwise. */
export const DEFAULT_BASE_URL = 'https://api.instantdm.com';
export const DEFAULT_OPEN_API_BASE_URL = 'https://openapi.instantdm.com';

/** A base URL: spaces around it and slashes at its end do no harm, and an empty one is the default. */
const baseUrl = (standard: string) =>
	z
		.string()
		.transform((url) => url.trim().replace(/\/+$/, '') || standard)
		.catch(standard);

/** The credential's fields as n8n stores them; a key pasted with spaces around it still works. */
const access = z.object({
	apiKey: z.string().trim().catch(''),
	authHeader: z.enum(['authorization', 'xApiKey']).catch('authorization'),
	baseUrl: baseUrl(DEFAULT_BASE_URL),
	openApiBaseUrl: baseUrl(DEFAULT_OPEN_API_BASE_URL),
});

/** What the calls to InstantDM need of the credential. */
export type Access = z.infer<typeof access>;

/** Reads the credential; what is missing takes its default, an absent key is empty. */
export function readAccess(credential: unknown): Access {
	return access.parse(credential ?? {});
}

/**
 * The header that carries the key, in the style chosen in the credential
 * (InstantDM's documentation, "Authentication").
 */
export function authHeaders(access: Pick<Access, 'apiKey' | 'authHeader'>): Record<string, string> {
	return access.authHeader === 'xApiKey'
		? { 'x-api-key': access.apiKey }
		: { Authorization: `Bearer ${access.apiKey}` };
}

/** The URL of a call, without its query. */
export function urlOf(access: Access, { api, path }: Pick<ApiRequest, 'api' | 'path'>): string {
	return `${api === 'open' ? access.openApiBaseUrl : access.baseUrl}${path}`;
}
