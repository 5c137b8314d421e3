import documented from './requests.json';

/** What a caller of the API got back. */
interface Answered {
	status: number;
	headers: Headers;
	body: unknown;
}

export const authorized = { authorization: 'Bearer test-key' };

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** One call of the fake InstantDM's API, the documentation's direct message unless told. */
export async function callApi(
	url: string,
	body: unknown = documented.requests.dm,
	headers: Record<string, string> = authorized,
	init: RequestInit = {},
): Promise<Answered> {
	const response = await fetch(`${url}/api-webhook`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		...init,
	});
	return {
		status: response.status,
		headers: response.headers,
		body: parsed(await response.text()),
	};
}
