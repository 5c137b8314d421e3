/**
 * One delivery with a comment of each person, so that the node after the trigger gets as many
 * items, with `senderId` and a `username` of `user0`, `user1`, …
 */
export function commentsFrom(people: readonly string[]): object {
	return {
		object: 'instagram',
		entry: people.map((id, index) => ({
			id: '17841432111391196',
			time: 1_777_476_726 + index,
			changes: [
				{
					field: 'comments',
					value: { id: `1789001${index}`, text: 'Hi', from: { id, username: `user${index}` } },
				},
			],
		})),
	};
}
