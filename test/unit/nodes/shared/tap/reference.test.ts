import fc from 'fast-check';

import {
	charactersTooMany,
	decodeReference,
	encodeReference,
	proofOf,
	proves,
} from '../../../../../nodes/shared/tap/reference';

const word = fc.stringMatching(/^[\w-]+$/);
const someText = fc
	.string({ minLength: 1, unit: 'binary' })
	.filter((text) => !/^\.{1,2}$/.test(text));

const reference = fc.record({
	executionId: word,
	nodeId: someText,
	signature: word,
	proof: word,
	value: fc.string({ minLength: 1, unit: 'binary' }),
});

describe('a reference', () => {
	it('comes back from its payload as it was, whatever the value and the ID of the node', () => {
		fc.assert(
			fc.property(reference, (given) => {
				expect(decodeReference(encodeReference(given))).toEqual(given);
			}),
		);
	});

	it('is nothing that a payload of another kind can be taken for', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (payload) => {
				expect(decodeReference(payload)).toBeUndefined();
			}),
		);
	});

	it('names a path below the waiting webhook or is none, whatever somebody wrote into it', () => {
		const piece = fc.constantFrom(
			'..',
			'.',
			'%2e',
			'%2E.',
			'/',
			'\\',
			'?',
			'#',
			'@',
			'%',
			'a',
			':',
		);
		const forged = fc.array(piece, { minLength: 1 }).map((pieces) => pieces.join(''));
		fc.assert(
			fc.property(forged, forged, word, (executionId, nodeId, signature) => {
				const payload = `n8n-instantdm:${executionId}:${nodeId}:${signature}:p:v`;
				const given = decodeReference(payload);
				if (given === undefined) return;
				const { pathname, host } = new URL(
					`http://127.0.0.1/webhook-waiting/${given.executionId}/${encodeURIComponent(given.nodeId)}`,
				);
				expect(host).toBe('127.0.0.1');
				expect(pathname).toMatch(/^\/webhook-waiting\/[\w-]+\/[^/]+$/);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each([
		['no node', 'n8n-instantdm:1::s:p:v'],
		['no value', 'n8n-instantdm:1:n:s:p:'],
		['a way up for an execution', 'n8n-instantdm:..:n:s:p:v'],
		['a way up for a node', 'n8n-instantdm:1:..:s:p:v'],
		['an encoded way up', 'n8n-instantdm:1:%2e%2e:s:p:v'],
		['a node that is not encoded', 'n8n-instantdm:1:a/b:s:p:v'],
		['bytes that are no text', 'n8n-instantdm:1:%ff:s:p:v'],
		['a signature with more parameters', 'n8n-instantdm:1:n:s&a=b:p:v'],
	])('has to have all its parts: %s', (_, payload) => {
		expect(decodeReference(payload)).toBeUndefined();
	});
});

describe('a proof', () => {
	it('is for one value and one question only', () => {
		const nonces = fc.uniqueArray(word, { minLength: 2, maxLength: 2 });
		const values = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 });
		fc.assert(
			fc.property(nonces, values, ([nonce = '', otherNonce = ''], [value = '', other = '']) => {
				const proof = proofOf(nonce, value);
				expect(proves(proof, nonce, value)).toBe(true);
				expect(proves(proof, nonce, other)).toBe(false);
				expect(proves(proof, otherNonce, value)).toBe(false);
			}),
		);
	});

	it('is refused in whatever form somebody sends it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (proof) => {
				expect(proves(proof, 'nonce', 'value')).toBe(proof === proofOf('nonce', 'value'));
			}),
		);
	});
});

describe('the room in a payload', () => {
	it('is 1,000 characters, an emoji being one', () => {
		expect(charactersTooMany('a'.repeat(1000))).toBe(0);
		expect(charactersTooMany('👟'.repeat(1000))).toBe(0);
		expect(charactersTooMany('a'.repeat(1003))).toBe(3);
	});
});
