import { createHmac } from 'node:crypto';

import type { EventName } from './events';
import { toJson, type JsonForm } from './jsonForms';

export interface DeliveryOptions {
	/** The webhook secret of the dashboard; without one no signature is sent. */
	secret?: string | undefined;
	/** The body's form: `jsonDumps` unless told. */
	form?: JsonForm;
	/** What is signed where that is another form than what is sent. */
	signedForm?: JsonForm;
	/** The body's bytes as they are, instead of a payload in some form. */
	rawBody?: string | Buffer;
	/** Set or, as null, left out after everything else; for forged deliveries. */
	headers?: Record<string, string | null>;
	/** X-Timestamp; now unless told. */
	at?: Date;
}

/** One delivery ready to go, and to go again. */
export interface Outgoing {
	headers: Record<string, string>;
	body: Buffer;
}

/** What the receiver answered. */
export interface Delivered extends Outgoing {
	status: number;
	answer: string;
}

/** HMAC-SHA256 hex digest, as the documentation's "Signature Verification" computes it. */
export function sign(bytes: string | Buffer, secret: string): string {
	return createHmac('sha256', secret).update(bytes).digest('hex');
}

/** Headers and bytes of a delivery ("Headers on every webhook"). */
export function prepare(
	event: EventName,
	payload: unknown,
	options: DeliveryOptions = {},
): Outgoing {
	const { secret, form = 'jsonDumps', signedForm = form, rawBody, at = new Date() } = options;
	const body = rawBody ?? toJson(payload, form);
	const headers = new Map<string, string>([
		['Content-Type', 'application/json'],
		['X-Event-Type', event],
		['X-Timestamp', at.toISOString().replace(/\.\d+Z$/, '+00:00')],
	]);
	if (secret !== undefined) {
		headers.set('X-Webhook-Signature', sign(rawBody ?? toJson(payload, signedForm), secret));
	}
	for (const [name, value] of Object.entries(options.headers ?? {})) {
		if (value === null) headers.delete(name);
		else headers.set(name, value);
	}
	return { headers: Object.fromEntries(headers), body: Buffer.from(body) };
}

/** Sends a delivery, again if it was sent before: the same headers, the same bytes. */
export async function post(url: string, { headers, body }: Outgoing): Promise<Delivered> {
	const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
	return { headers, body, status: response.status, answer: await response.text() };
}
