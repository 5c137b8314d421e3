/**
 * Text in the form in which two writings of the same words are equal, whatever the language and
 * the letters' case: compatibility forms and accents composed (NFKC), then lower case and upper
 * case one after the other, so that ß meets SS and ς meets Σ. The dotted İ counts as i, and the
 * mark that only chooses an emoji's colours is left out. Independent of the machine's language.
 */
export function fold(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/i\u0307|\uFE0F/g, (found) => (found === '\uFE0F' ? '' : 'i'))
		.toUpperCase()
		.normalize('NFKC')
		.replace(/\s+/g, ' ')
		.trim();
}
