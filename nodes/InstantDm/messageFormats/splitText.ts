/** Of one message, in bytes of UTF-8. */
export const LIMIT = 1000;

/** Places to cut, the better the higher; any other place between two graphemes is worth 0. */
const PARAGRAPH = 4;
const LINE = 3;
const SENTENCE = 2;
const WORD = 1;

// Up to a space, or to the punctuation of scripts that put no space after a link.
const LINK = /(?:https?:\/\/|www\.)[^\s<>"、。，！？；：（）「」『』【】《》]+/giu;

/** A piece of text that is never cut: one grapheme, or a whole link. */
interface Atom {
	end: number;
	bytes: number;
	blank: boolean;
	/** How good it is to cut after it. */
	rank: number;
}

/**
 * Cuts a text that is too long for one message into parts, in order, each at most 1000 bytes:
 * between paragraphs where that is possible, else lines, else sentences, else words, else
 * graphemes; never inside an emoji, a combining sequence or a link. Spaces at the ends of a part
 * are dropped, nothing else is. A link or a grapheme that is longer than a message stays whole, in
 * a part of its own: cut, it would be worthless, so what becomes of it is for Instagram to say.
 */
export function splitText(text: string): string[] {
	if (Buffer.byteLength(text) <= LIMIT) return [text];
	const atoms = atomsOf(text);
	const parts: string[] = [];
	for (let first = 0, start = 0; first < atoms.length;) {
		const next = nextPart(atoms, first);
		const end = atoms[next - 1]?.end ?? text.length;
		parts.push(text.slice(start, end).trim());
		first = next;
		start = end;
	}
	return parts.filter((part) => part !== '');
}

/** The index of the atom that the next part begins with. */
function nextPart(atoms: Atom[], first: number): number {
	let cut = first + 1;
	let rank = 0;
	let bytes = 0;
	for (const [index, atom] of atoms.slice(first).entries()) {
		bytes += atom.bytes;
		if (bytes > LIMIT && !atom.blank) return cut;
		if (atom.rank >= rank) {
			cut = first + index + 1;
			rank = atom.rank;
		}
	}
	return atoms.length;
}

function atomsOf(text: string): Atom[] {
	const ranks = ranksOf(text);
	const links = [...text.matchAll(LINK)].map((link) => ({
		start: link.index,
		end: link.index + link[0].length,
	}));
	const atoms: Atom[] = [];
	for (const { index, segment } of segments(text, 'grapheme')) {
		const end = index + segment.length;
		while (links[0] && links[0].end <= index) links.shift();
		const inLink = links[0] !== undefined && links[0].start < index;
		const bytes = Buffer.byteLength(segment);
		const last = atoms.at(-1);
		if (inLink && last) {
			last.end = end;
			last.bytes += bytes;
			last.rank = ranks.get(end) ?? 0;
		} else {
			atoms.push({ end, bytes, blank: segment.trim() === '', rank: ranks.get(end) ?? 0 });
		}
	}
	return atoms;
}

/** How good it is to cut at a position; those not named are worth 0. */
function ranksOf(text: string): Map<number, number> {
	const ranks = new Map<number, number>();
	for (const { index, segment } of segments(text, 'sentence')) {
		const end = index + segment.length;
		// "Example.Com" doesn't end a sentence; scripts without spaces have their own full stops.
		if (/[\s\u{80}-\u{10FFFF}]$/u.test(segment)) ranks.set(end, SENTENCE);
	}
	for (const blanks of text.matchAll(/\s+/gu)) {
		const end = blanks.index + blanks[0].length;
		const lines = blanks[0].split('\n').length - 1;
		const here = lines > 1 ? PARAGRAPH : lines === 1 ? LINE : WORD;
		ranks.set(end, Math.max(here, ranks.get(end) ?? 0));
	}
	return ranks;
}

function segments(text: string, granularity: 'grapheme' | 'sentence') {
	// No locale: the same text is cut alike on every machine.
	return new Intl.Segmenter('und', { granularity }).segment(text);
}
