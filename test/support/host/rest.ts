import { z, type ZodType, type ZodTypeDef } from 'zod';

/** An answer of n8n's REST API that is not a success. */
export class RestError extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/**
 * Headers for a call on a connection of its own: on a busy machine n8n closes an idle one in the
 * very moment in which the next call takes it.
 */
export const OWN_CONNECTION = { connection: 'close' } as const;

/** The owner's login, made for tests and development. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'InstantDM-dev-1',
	firstName: 'Dev',
	lastName: 'Owner',
} as const;

/** One caller of the REST API that n8n's editor uses, with the owner's session. */
export interface Rest {
	/** The session's cookie, `name=value`. */
	cookie: string;
	/**
	 * @param schema what the answer's `data` has to look like
	 * @throws RestError for every status but 2xx, with n8n's message
	 */
	call: <T>(
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		schema: ZodType<T, ZodTypeDef, unknown>,
		body?: unknown,
	) => Promise<T>;
}

const envelopeSchema = z.object({ data: z.unknown() });
const refusalSchema = z.object({ message: z.string() });

const settingsSchema = z.object({
	data: z.object({ userManagement: z.object({ showSetupOnFirstLoad: z.boolean() }) }),
});

/** Creates the owner of a fresh n8n, or logs in as the one of an earlier start. */
export async function setUpOwner(url: string): Promise<Rest> {
	const settings = await send(url, 'GET', '/rest/settings', undefined, '');
	const { userManagement } = settingsSchema.parse(await settings.json()).data;
	const login = { emailOrLdapLoginId: OWNER.email, password: OWNER.password };
	const answer = userManagement.showSetupOnFirstLoad
		? await send(url, 'POST', '/rest/owner/setup', OWNER, '')
		: await send(url, 'POST', '/rest/login', login, '');
	const [cookie] = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
	if (cookie === undefined) throw new Error('n8n gave the owner no session');
	return {
		cookie,
		call: async (method, path, schema, body) => {
			const response = await send(url, method, `/rest${path}`, body, cookie);
			return schema.parse(envelopeSchema.parse(await response.json()).data);
		},
	};
}

async function send(
	url: string,
	method: string,
	path: string,
	body: unknown,
	cookie: string,
): Promise<Response> {
	const response = await fetch(url + path, {
		method,
		headers: { ...OWN_CONNECTION, 'content-type': 'application/json', cookie },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	if (response.ok) return response;
	const text = await response.text();
	throw new RestError(response.status, `${method} ${path}: ${refusalOf(text)}`);
}

function refusalOf(text: string): string {
	try {
		const refusal = refusalSchema.safeParse(JSON.parse(text));
		if (refusal.success) return refusal.data.message;
	} catch {
		// Not JSON: the text itself is all there is to show.
	}
	return text.slice(0, 500);
}
