/** The pieces of what a person typed, without spaces around them and without empty ones. */
export function entries(text: string, separator: RegExp): string[] {
	return text
		.split(separator)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}
