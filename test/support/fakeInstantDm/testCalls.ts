/** The requests that InstantDM's documentation prints ("Inbound API"). */
export const dm = {
	action: 'send_message',
	type: 'dm',
	recipient_id: '2358708294634624',
	message: { text: 'Hello!' },
};
export const commentReply = {
	action: 'post_comment',
	comment_id: '17890012345',
	comment_text: 'Thanks! Check your DM',
};
export const privateReply = {
	action: 'send_message',
	type: 'comment_reply',
	comment_id: '17890012345',
	message: { text: "Here's the link..." },
};

export const authorized = { authorization: 'Bearer test-key' };

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** One call of `/api-webhook`, the documentation's direct message unless told. */
export async function callApi(
	url: string,
	body: unknown = dm,
	headers: Record<string, string> = authorized,
	init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
	const response = await fetch(`${url}/api-webhook`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		...init,
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, body: parsed(text) };
}
