import { z } from 'zod';

/** Where InstantDM's API answers, unless the credential says otherwise. */
const DEFAULT_BASE_URL = 'https://api.instantdm.com';

/** The credential's fields as n8n stores them; a key pasted with blanks around it still works. */
const access = z.object({
	apiKey: z.string().trim().catch(''),
	authHeader: z.enum(['authorization', 'xApiKey']).catch('authorization'),
	baseUrl: z.string().catch(DEFAULT_BASE_URL),
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

/**
 * The one address of InstantDM's inbound API below a base URL. An empty base URL means
 * InstantDM's own, and slashes at the end do no harm.
 */
export function apiEndpoint(baseUrl: string): string {
	const base = baseUrl.trim().replace(/\/+$/, '');
	return `${base === '' ? DEFAULT_BASE_URL : base}/api-webhook`;
}
