import type { Pattern, Position } from './syntax';

/** What a state asks of the text before it leads on. */
type State =
	| { kind: 'character'; test: RegExp; next: number }
	| { kind: 'position'; at: Position; next: number }
	| { kind: 'fork'; next: number[] }
	| { kind: 'match' };

/**
 * How many states a pattern unfolds into; `{m,n}` copies what it repeats. Worked out beforehand, so
 * that a pattern too large is never built.
 */
export function sizeOf(pattern: Pattern): number {
	switch (pattern.kind) {
		case 'character':
		case 'position':
			return 1;
		case 'repeat': {
			const copies = pattern.max === Infinity ? pattern.min + 1 : pattern.max;
			return 1 + copies * (1 + sizeOf(pattern.part));
		}
		default:
			return pattern.parts.reduce((size, part) => size + sizeOf(part), 1);
	}
}

/**
 * A matcher that walks the text once with all the states the pattern can be in (Thompson's
 * construction): its work is bounded by the length of the text times the size of the pattern,
 * whatever both say. It finds the pattern anywhere in the text.
 */
export function compile(pattern: Pattern): (text: readonly string[]) => boolean {
	const states: State[] = [{ kind: 'match' }];
	const start = build(states, pattern, 0);
	return (text) => search(states, start, text);
}

/** Adds the states of a pattern that leads on to `next`. @returns where it begins */
function build(states: State[], pattern: Pattern, next: number): number {
	switch (pattern.kind) {
		case 'character':
		case 'position':
			return states.push({ ...pattern, next }) - 1;
		case 'sequence':
			return pattern.parts.reduceRight((after, part) => build(states, part, after), next);
		case 'choice': {
			const ways = pattern.parts.map((part) => build(states, part, next));
			return states.push({ kind: 'fork', next: ways }) - 1;
		}
		case 'repeat':
			return buildRepeat(states, pattern, next);
	}
}

function buildRepeat(
	states: State[],
	{ part, min, max }: Extract<Pattern, { kind: 'repeat' }>,
	next: number,
): number {
	let start = next;
	if (max === Infinity) {
		const ways: number[] = [];
		start = states.push({ kind: 'fork', next: ways }) - 1;
		ways.push(build(states, part, start), next);
	} else {
		for (let copy = min; copy < max; copy++) {
			start = states.push({ kind: 'fork', next: [build(states, part, start), next] }) - 1;
		}
	}
	for (let copy = 0; copy < min; copy++) start = build(states, part, start);
	return start;
}

function search(states: readonly State[], start: number, text: readonly string[]): boolean {
	let waiting: number[] = [];
	for (let index = 0; index <= text.length; index++) {
		const reached = follow(states, [...waiting, start], text, index);
		if (!reached) return true;
		const character = text[index];
		if (character === undefined) return false;
		waiting = [];
		for (const state of reached) {
			if (state.test.test(character)) waiting.push(state.next);
		}
	}
	return false;
}

type CharacterState = Extract<State, { kind: 'character' }>;

/**
 * The states that wait for a character, reached without reading one.
 * @returns undefined where the pattern is already complete
 */
function follow(
	states: readonly State[],
	from: number[],
	text: readonly string[],
	index: number,
): CharacterState[] | undefined {
	const visited = new Set<number>();
	const reached: CharacterState[] = [];
	for (let current = from.pop(); current !== undefined; current = from.pop()) {
		const state = states[current];
		if (!state || visited.has(current)) continue;
		visited.add(current);
		if (state.kind === 'match') return undefined;
		if (state.kind === 'character') reached.push(state);
		else if (state.kind === 'fork') from.push(...state.next);
		else if (holds(state.at, text, index)) from.push(state.next);
	}
	return reached;
}

function holds(position: Position, text: readonly string[], index: number): boolean {
	if (position === 'start') return index === 0;
	if (position === 'end') return index === text.length;
	const isEdge = isWordCharacter(text[index - 1]) !== isWordCharacter(text[index]);
	return isEdge === (position === 'wordEdge');
}

function isWordCharacter(character: string | undefined): boolean {
	return character !== undefined && /^\w$/iu.test(character);
}
