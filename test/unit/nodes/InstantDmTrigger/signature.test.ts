import fc from 'fast-check';

import { serializations } from '../../../../nodes/shared/json/serializations';
import { digestIn, signatureCheck } from '../../../../nodes/InstantDmTrigger/signature';
import vectors from '../../../fixtures/signatures/python.json';
import { SECRET, sign } from './trigger';

const BODY = '{"object":"instagram","entry":[]}';
const HEX = sign(BODY);

/** Whether one of the secrets signed the body, by the header. */
function isSigned(body: Buffer, header: string, secrets: readonly string[]): boolean {
	const digest = digestIn(header);
	return typeof digest !== 'string' && signatureCheck(body, digest)(secrets);
}

const verify = (body: string | Buffer, signature: string, ...secrets: string[]) =>
	isSigned(Buffer.from(body), signature, secrets.length > 0 ? secrets : [SECRET]);

describe('the signature header', () => {
	it.each([
		['hex', HEX],
		['upper-case hex', HEX.toUpperCase()],
		['mixed-case hex', HEX.slice(0, 32).toUpperCase() + HEX.slice(32)],
		['a sha256= prefix', `sha256=${HEX}`],
		['an upper-case prefix', `SHA256=${HEX}`],
		['blanks around it', `  ${HEX}\t`],
		['blanks around a prefix', ` sha256=${HEX} `],
	])('is taken with %s', (_, header) => {
		expect(verify(BODY, header)).toBe(true);
	});

	it.each([
		['nothing', ''],
		['blanks', '   '],
		['only a prefix', 'sha256='],
		['half of it', HEX.slice(0, 32)],
		['one digit less', HEX.slice(1)],
		['one digit more', `${HEX}0`],
		['another digit', HEX.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))],
		['no hex at all', 'z'.repeat(64)],
		['base64', Buffer.from(HEX, 'hex').toString('base64')],
		['a blank inside', `${HEX.slice(0, 32)} ${HEX.slice(32)}`],
		['another scheme', `sha1=${HEX}`],
		['two signatures', `${HEX}, ${HEX}`],
		['a list that holds the right one', `sha256=${'0'.repeat(64)},sha256=${HEX}`],
		['the secret', SECRET],
		['a very long text', 'a'.repeat(100_000)],
		['another alphabet', '０'.repeat(64)],
		['all zeros', '0'.repeat(64)],
	])('is refused with %s', (_, header) => {
		expect(verify(BODY, header)).toBe(false);
	});
});

describe('the secrets', () => {
	it.each([
		['the only one', [SECRET], true],
		['the current one of two', [SECRET, 'old'], true],
		['the previous one', ['new', SECRET], true],
		['another one', ['other'], false],
		['two others', ['other', 'old'], false],
		['none', [], false],
		['only empty ones', ['', ''], false],
		['an empty one before it', ['', SECRET], true],
		['one with a blank after it', [`${SECRET} `], false],
		['one in other letters', [SECRET.toUpperCase()], false],
	])('%s: %j gives %s', (_, secrets, expected) => {
		expect(isSigned(Buffer.from(BODY), HEX, secrets)).toBe(expected);
	});

	it('does not accept a signature made with the empty secret', () => {
		expect(isSigned(Buffer.from(BODY), sign(BODY, ''), ['', SECRET])).toBe(false);
	});

	it('may hold any characters', () => {
		const secret = 'schlüssel 🔑 "\\';
		expect(verify(BODY, sign(BODY, secret), secret)).toBe(true);
	});
});

describe('the body', () => {
	it.each([
		['empty', ''],
		['no JSON', 'hello'],
		['an open string', '{"a":"'],
		['text of many scripts', '{"a":"♥ ก 价 é"}'],
		['upper-case escapes', '{"a":"\\u00E9"}'],
		['lower-case escapes', '{"a":"\\u00e9"}'],
		['escaped slashes', '{"a":"https:\\/\\/x"}'],
		['line breaks and tabs between tokens', '{\n\t"a": 1\r\n}'],
		['a byte order mark', '\uFEFF{"a":1}'],
	])('is checked as it came: %s', (_, body) => {
		expect(verify(body, sign(body))).toBe(true);
		expect(verify(`${body} x`, sign(body))).toBe(false);
	});

	it('is checked as it came even where it is no UTF-8', () => {
		const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
		expect(verify(body, sign(body))).toBe(true);
		expect(verify(Buffer.from([0x7b, 0xfe, 0xfe, 0x7d]), sign(body))).toBe(false);
	});

	it('is not taken for another because both hold broken UTF-8', () => {
		const signed = Buffer.from('{"a":"\uFFFD"}');
		const changed = Buffer.from(signed);
		changed[signed.indexOf(0xef)] = 0xf0;
		expect(changed.toString('utf8')).toBe(signed.toString('utf8'));
		expect(verify(changed, sign(signed))).toBe(false);
		expect(verify(changed, sign('{"a": "\uFFFD"}'))).toBe(false);
	});

	it.each([
		['a byte order mark', '\uFEFF{"a":1}'],
		['a trailing newline', '{"a":1}\n'],
		['a trailing CRLF', '{"a":1}\r\n'],
	])('may have gained %s after it was signed', (_, body) => {
		expect(verify(body, sign('{"a":1}'))).toBe(true);
		const oddlySpaced = '{  "a":1}';
		expect(verify(body.replace('{"a":1}', oddlySpaced), sign(oddlySpaced))).toBe(true);
	});

	it.each([
		['a byte order mark', '{"a":"\uFEFF"}'],
		['a newline', '{"a":"\n"}'],
		['a CRLF', '{"a":"\r\n"}'],
	])('is another with %s inside', (_, body) => {
		expect(verify(body, sign('{"a":""}'))).toBe(false);
	});

	it('keeps duplicate keys and the order of keys', () => {
		const body = '{"b":1,"a":2,"b":3}';
		expect(verify(body, sign('{"b": 1, "a": 2, "b": 3}'))).toBe(true);
		expect(verify(body, sign('{"a":2,"b":3}'))).toBe(false);
	});

	it('is only tried as it came above 64 KB', () => {
		const value = 'x'.repeat(64 * 1024);
		const body = `{"a":"${value}"}`;
		expect(verify(body, sign(body))).toBe(true);
		expect(verify(body, sign(`{"a": "${value}"}`))).toBe(false);
		const largest = value.slice('{"a":""}'.length);
		expect(verify(`{"a":"${largest}"}`, sign(`{"a": "${largest}"}`))).toBe(true);
	});

	it('is written in the other ways once, however often secrets are tried', () => {
		const body = Buffer.from(BODY);
		const read = jest.spyOn(body, 'toString');
		const check = signatureCheck(body, Buffer.from(sign('other'), 'hex'));
		expect([check(['one']), check(['two', 'three']), check([])]).toEqual([false, false, false]);
		expect(read).toHaveBeenCalledTimes(1);
	});

	it('is read as text only where its bytes were not signed, and a secret is there', () => {
		const body = Buffer.from(BODY);
		const read = jest.spyOn(body, 'toString');
		const check = signatureCheck(body, Buffer.from(HEX, 'hex'));
		expect([check([]), check(['']), check([SECRET])]).toEqual([false, false, true]);
		expect(read).not.toHaveBeenCalled();
	});

	it('may be nested as deep as it likes', () => {
		const body = '['.repeat(30_000) + ']'.repeat(30_000);
		expect(verify(body, sign(body))).toBe(true);
		expect(verify(`${body} `, sign(body))).toBe(true);
		expect(verify(body, HEX)).toBe(false);
	});
});

describe('the serializations of a text', () => {
	it.each([
		['{"a":1}', ['{"a": 1}', '{"a":1}']],
		['{ "a"\t:\n1\r}', ['{"a": 1}', '{"a":1}']],
		['["é"]', ['["\\u00e9"]', '["é"]', '["\\u00e9"]', '["é"]']],
		['', ['', '']],
	])('%j', (text, expected) => {
		expect(serializations(text)).toEqual(expected);
	});

	// Whether the tokens make JSON is for JSON.parse to say; what a string says is never touched.
	it.each([
		['{"a":é}', ['{"a": é}', '{"a":é}']],
		['{"a":\\u0041}', ['{"a": \\u0041}', '{"a":\\u0041}']],
		['1"a b" 2', ['1"a b"2', '1"a b"2']],
	])('of what is no JSON: %j', (text, expected) => {
		expect(serializations(text)).toEqual(expected);
	});

	it.each([
		['an open string', '{"a":"'],
		['a string that ends with a backslash', '"\\'],
		['an unknown escape', '{"a":"\\x"}'],
		['a control character in a string', '{"a":"\u0001"}'],
	])('are none with %s', (_, text) => {
		expect(serializations(text)).toEqual([]);
	});
});

const FORMS = ['spacedAscii', 'compactAscii', 'spacedUtf8', 'compactUtf8'] as const;

describe('what Python and JavaScript sign', () => {
	it.each(vectors.cases)('$about', ({ forms }) => {
		for (const sent of FORMS) {
			for (const signed of FORMS) {
				const { body } = forms[sent];
				expect(isSigned(Buffer.from(body), forms[signed].signature, [vectors.secret])).toBe(true);
			}
		}
	});
});

const toAscii = (json: string) =>
	json.replace(
		/[\u007f-\uffff]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** `json.dumps` with a space after each comma and colon. */
function spaced(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const members = Object.entries(value).map(
		([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`,
	);
	return `{${members.join(', ')}}`;
}

const serializationsOf = (value: unknown) => {
	const compact = JSON.stringify(value);
	return [toAscii(spaced(value)), compact, toAscii(compact), spaced(value)];
};

describe('whatever is sent', () => {
	it('is recognised in any of the four serializations', () => {
		fc.assert(
			fc.property(
				fc.jsonValue({ stringUnit: 'binary' }),
				fc.nat(3),
				fc.nat(3),
				(value, sent, signed) => {
					const forms = serializationsOf(value);
					expect(verify(forms[sent] ?? '', sign(forms[signed] ?? ''))).toBe(true);
				},
			),
		);
	});

	it('is refused when one byte of what it says has changed', () => {
		fc.assert(
			fc.property(
				fc.jsonValue({ stringUnit: 'binary' }),
				fc.nat(3),
				fc.nat(),
				fc.integer({ min: 1, max: 255 }),
				(value, form, at, change) => {
					const body = Buffer.from(serializationsOf(value)[form] ?? '');
					const changed = Buffer.from(body);
					const index = at % body.length;
					changed[index] = (body[index] ?? 0) ^ change;
					fc.pre(!saysTheSame(changed, body));
					expect(verify(changed, sign(body))).toBe(false);
				},
			),
		);
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.uint8Array(), fc.string(), fc.string(), (body, header, secret) => {
				expect(isSigned(Buffer.from(body), header, [secret])).toBe(false);
				expect(isSigned(Buffer.from(body), HEX, [secret])).toBe(false);
			}),
		);
	});
});

/** A changed byte between the tokens, such as a tab for a space, says the same. */
function saysTheSame(one: Buffer, other: Buffer): boolean {
	try {
		const values = [one, other].map((bytes): unknown => JSON.parse(bytes.toString('utf8')));
		return JSON.stringify(values[0]) === JSON.stringify(values[1]);
	} catch {
		return false;
	}
}
