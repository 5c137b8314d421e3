const APOSTROPHES = /[`´ʹʻʼˈ‘’‚‛′‹›＇]/g;
const QUOTATION_MARKS = /[«»“”„‟″〝〞＂]/g;
/** Soft hyphen, zero-width and direction marks, and what only chooses how an emoji is drawn. */
const INVISIBLE =
	/[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]|\uFE0E|\uFE0F/g;

/**
 * Text with the plain apostrophes and quotation marks of a keyboard, and without the characters
 * that nobody sees: phones write ’ where people type ', and copied text brings the others along.
 */
export function plain(text: string): string {
	return text.replace(APOSTROPHES, "'").replace(QUOTATION_MARKS, '"').replace(INVISIBLE, '');
}

/**
 * Text in the form in which two writings of the same words are equal, whatever the language and
 * the letters' case: plain marks, compatibility forms and accents composed (NFKC), then lower case
 * and upper case one after the other, so that ß meets SS and ς meets Σ. The dotted İ counts as i.
 * Independent of the machine's language.
 */
export function fold(text: string): string {
	return plain(text)
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll('i\u0307', 'i')
		.toUpperCase()
		.normalize('NFKC')
		.replace(/\s+/g, ' ')
		.trim();
}
