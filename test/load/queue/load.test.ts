import { groupBy } from 'lodash';

import { makeLoad } from './load';

const load = makeLoad(2000, 1, 'secret');
const genuine = load.filter(({ kind }) => kind !== 'forged');

describe('a load', () => {
	it('copies headers and bytes of a comment that was sent before', () => {
		for (const [index, { kind, commentId, outgoing }] of load.entries()) {
			if (kind !== 'copy') continue;
			const before = load.slice(0, index).find((each) => each.commentId === commentId);
			expect(before?.outgoing).toBe(outgoing);
		}
	});

	it('gives every comment and forgery an id of its own, which its body holds', () => {
		const firsts = load.filter(({ kind }) => kind !== 'copy');
		expect(Object.values(groupBy(firsts, 'commentId')).every(({ length }) => length === 1)).toBe(
			true,
		);
		for (const { commentId, outgoing } of load) {
			expect(outgoing.body.toString()).toContain(`"${commentId}"`);
		}
	});

	it('forges without the secret: no signature there is one of a genuine delivery', () => {
		const signatures = new Set(
			genuine.map(({ outgoing }) => outgoing.headers['X-Webhook-Signature']),
		);
		for (const { kind, outgoing } of load) {
			const isGenuine = signatures.has(outgoing.headers['X-Webhook-Signature']);
			expect(isGenuine).toBe(kind !== 'forged');
		}
	});

	it('shares no id with the load of another round', () => {
		const ids = new Set(load.map(({ commentId }) => commentId));
		expect(makeLoad(2000, 2, 'secret').filter(({ commentId }) => ids.has(commentId))).toEqual([]);
	});
});
