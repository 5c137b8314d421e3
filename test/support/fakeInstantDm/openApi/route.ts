import { z } from 'zod';

import type { Answer, Received, Understood } from '../api';
import { badInput } from '../badInput';
import { documentedErrors, type Refusal } from '../documentedErrors';
import type { InstantDm } from '../instantDm';
import type { Connection } from '../settings';
import { pageOf, type Element } from './pages';

/** One route of the Open API. */
export interface Route {
	method: 'GET' | 'POST';
	path: string;
	understand(received: Received, instantDm: InstantDm): Understood | Refusal;
}

type Values<Shape extends z.ZodRawShape> = z.objectOutputType<Shape, z.ZodTypeAny, 'strict'>;

interface Spec<Shape extends z.ZodRawShape> {
	/** The query's fields of a GET, the body's of a POST; any other is refused. */
	fields: Shape;
	/** The stored connections that it needs. */
	needs?: readonly Connection[];
	/** Whom or what a call is about, for the ledger. */
	to?: (values: Values<Shape>) => string | undefined;
}

/** Instagram's ids. */
export const id = z.string().regex(/^\d+$/, 'must be a string of digits');
/** Those of conversations, flows and whatever else is no number. */
export const opaqueId = z.string().min(1);
/** Facebook's, of a page's posts and the comments there. */
export const facebookId = z.string().regex(/^\d+(_\d+)?$/, 'is not an id of Facebook');

export const notFound = (what: string): Refusal => ({ status: 404, message: `${what} not found` });

const MISSING: Record<Connection, Refusal> = {
	ig_user: documentedErrors.noInstagram,
	fb_page: documentedErrors.noPage,
	fb_user: documentedErrors.noFacebookLogin,
};

/** What is wrong with a call before its fields are looked at. */
function misshapen({ method, query, hasBody, isJson }: Received): Refusal | null {
	const bad = (message: string): Refusal => ({ status: 400, message });
	if (method === 'GET') return hasBody ? bad('A GET request has no body') : null;
	if (Object.keys(z.record(z.unknown()).parse(query)).length > 0) return bad('Unknown query');
	return hasBody && !isJson ? bad('Content-Type must be application/json') : null;
}

function route<Shape extends z.ZodRawShape>(
	method: Route['method'],
	path: string,
	{ fields, needs = [], to }: Spec<Shape>,
	carryOut: (values: Values<Shape>, instantDm: InstantDm) => Answer | Refusal,
): Route {
	const schema = z.object(fields).strict();
	return {
		method,
		path,
		understand: (received, instantDm) => {
			const { connections } = instantDm.settings;
			const missing = needs.find((connection) => !connections.includes(connection));
			if (missing) return MISSING[missing];
			const refusal = misshapen(received);
			if (refusal) return refusal;
			const { query, body, hasBody } = received;
			const { data, error } = schema.safeParse(method === 'GET' ? query : hasBody ? body : {});
			if (error) return badInput(error);
			const about = to?.(data);
			return {
				...(about !== undefined && { to: about }),
				carryOut: () => carryOut(data, instantDm),
			};
		},
	};
}

type CarryOut<Shape extends z.ZodRawShape> = (
	values: Values<Shape>,
	instantDm: InstantDm,
) => Answer | Refusal;

export const ok = (body: object): Answer => ({ status: 200, body: { code: 200, ...body } });

/** A route that reads one thing. */
export const get = <Shape extends z.ZodRawShape>(
	path: string,
	spec: Spec<Shape>,
	carryOut: CarryOut<Shape>,
): Route => route('GET', path, spec, carryOut);

/** A route that sends, publishes or changes something. */
export const post = <Shape extends z.ZodRawShape>(
	path: string,
	spec: Spec<Shape>,
	carryOut: CarryOut<Shape>,
): Route => route('POST', path, spec, carryOut);

/** What a list holds, and what is answered beside it. */
type Listed = { elements: readonly Element[]; beside?: object } | Refusal;

/** A route that lists: pages by the query's `after`, under `data` or under `under`. */
export function list<Shape extends z.ZodRawShape>(
	path: string,
	{ fields, ...spec }: Spec<Shape> & { under?: string; passesOnPaging?: boolean },
	read: (values: Values<Shape>, instantDm: InstantDm) => Listed,
): Route {
	const paged = { ...spec, fields: { ...fields, after: z.string().min(1).optional() } };
	return route('GET', path, paged, (values, instantDm) => {
		const listed = read(values, instantDm);
		if ('status' in listed) return listed;
		const page = pageOf(listed.elements, values.after, instantDm.settings, spec.passesOnPaging);
		if ('status' in page) return page;
		return ok({ ...listed.beside, ...(spec.under === undefined ? page : { [spec.under]: page }) });
	});
}
