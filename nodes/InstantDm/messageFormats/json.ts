import { isObject } from '../../shared/json/exactJson';
import { InputError } from '../input/inputError';
import type { Message, MessageFormat } from './format';
import { jsonErrorPlace } from './jsonError';

const FIELD = 'Message (JSON)';

function parsed(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

function parse(given: unknown): unknown {
	if (typeof given !== 'string') return given;
	const json = parsed(given);
	if (json === undefined) {
		const { line, column } = jsonErrorPlace(given);
		const problem = `isn't valid JSON at line ${line}, column ${column}`;
		throw new InputError(
			FIELD,
			problem,
			'check there for a missing quote, comma or bracket, or build it with {{ JSON.stringify(…) }}',
		);
	}
	return json.value;
}

/** The path of the first number that is too large to have kept its digits, such as a bare ID. */
function brokenNumber(value: unknown, path: string): string | undefined {
	if (typeof value === 'number') {
		return Number.isInteger(value) && !Number.isSafeInteger(value) ? path : undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [key, inner] of Object.entries(value)) {
		const broken = brokenNumber(inner, path === '' ? key : `${path}.${key}`);
		if (broken !== undefined) return broken;
	}
	return undefined;
}

function kindOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function build(given: unknown): Message {
	if (given === undefined || given === null || (typeof given === 'string' && given.trim() === '')) {
		throw new InputError(FIELD, 'is empty', 'enter a message object such as {"text": "Hello!"}');
	}
	const message = parse(given);
	if (!isObject(message)) {
		const problem = `must be an object, not ${kindOf(message)}`;
		throw new InputError(FIELD, problem, 'enter one such as {"text": "Hello!"}');
	}
	if (Object.keys(message).length === 0) {
		throw new InputError(FIELD, 'has no content', 'enter a message such as {"text": "Hello!"}');
	}
	const broken = brokenNumber(message, '');
	if (broken !== undefined) {
		const problem = `has a number at ${broken} that is too long`;
		throw new InputError(FIELD, problem, 'put it in quotes');
	}
	return message;
}

export const jsonFormat: MessageFormat = {
	value: 'json',
	name: 'JSON',
	description: 'Any message format Instagram supports, sent unchanged',
	fields: [
		{
			displayName: FIELD,
			name: 'messageJson',
			type: 'json',
			typeOptions: { rows: 6 },
			required: true,
			default: '{\n\t"text": "Hello!"\n}',
			description:
				'The value of "message" in InstantDM\'s API docs, sent unchanged. Put IDs in quotes.',
		},
	],
	build: (read) => build(read('messageJson')),
};
