/**
 * The byte forms in which a sender may write the same JSON. The documentation's two snippets sign
 * different ones: Python's json.dumps and JavaScript's JSON.stringify.
 */
const forms = {
	/** Python's json.dumps, and what `requests` sends for `json=`: spaces, ASCII escapes. */
	jsonDumps: { item: ', ', key: ': ', ascii: true },
	/** The same with ensure_ascii=False. */
	jsonDumpsUtf8: { item: ', ', key: ': ', ascii: false },
	/** No spaces, ASCII escapes. */
	compactAscii: { item: ',', key: ':', ascii: true },
	/** JSON.stringify, and what httpx sends for `json=`. */
	jsonStringify: { item: ',', key: ':', ascii: false },
} as const;

export type JsonForm = keyof typeof forms;
export const jsonForms = ['jsonDumps', 'jsonDumpsUtf8', 'compactAscii', 'jsonStringify'] as const;

/** Python escapes from DEL upward, in lower-case hex, code unit by code unit. */
const escapeAscii = (text: string) =>
	text.replace(
		/[\u007f-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** A payload as the bytes of that form, keys in their own order. */
export function toJson(payload: unknown, form: JsonForm): string {
	const { item, key, ascii } = forms[form];
	const write = (value: unknown): string => {
		if (Array.isArray(value)) return `[${value.map(write).join(item)}]`;
		if (typeof value === 'object' && value !== null) {
			const pairs = Object.entries(value).map(([name, inner]) => write(name) + key + write(inner));
			return `{${pairs.join(item)}}`;
		}
		const plain = JSON.stringify(value);
		return ascii ? escapeAscii(plain) : plain;
	};
	return write(payload);
}
