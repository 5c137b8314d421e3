import fc from 'fast-check';

import { readOnce } from '../../../../../nodes/InstantDm/fields/readItem';
import { findOperation } from '../../../../../nodes/InstantDm/resources/index';

const noFile = (): never => {
	throw new Error('There is no file');
};

/** The public reply to a comment that a random number chooses. */
function replyWith(commentTextAlternatives: unknown, random: number): unknown {
	const parameters: Record<string, unknown> = {
		commentId: '17890012345',
		commentText: 'Thanks!',
		options: { commentTextAlternatives },
	};
	const read = readOnce(
		(name) => parameters[name],
		noFile,
		() => random,
	);
	const [request] = findOperation('comment', 'reply')?.plan(read) ?? [];
	return request?.body;
}

const body = (text: string) => ({
	action: 'post_comment',
	comment_id: '17890012345',
	comment_text: text,
});

it('posts the public reply or one of its alternatives, each as often as the others', () => {
	const texts = ['Thanks!', 'Thank you!', 'Sent!'];
	fc.assert(
		fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
			const expected = texts[Math.floor(random * texts.length)] ?? '';
			expect(replyWith(texts.slice(1), random)).toEqual(body(expected));
		}),
	);
});

it.each([undefined, null, '', [], ['', ' ', null]])(
	'posts the public reply alone with %j',
	(given) => {
		expect(replyWith(given, 0.999)).toEqual(body('Thanks!'));
	},
);

it('refuses an alternative that is no text', () => {
	expect(() => replyWith([{ a: 1 }], 0)).toThrow("'Public Reply Alternatives' must be text");
});
