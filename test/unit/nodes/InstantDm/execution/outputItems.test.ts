import type { INode } from 'n8n-workflow';

import { outputItems } from '../../../../../nodes/InstantDm/execution/outputItems';
import { inputFailure } from '../../../../../nodes/InstantDm/execution/outcome';

const node: INode = {
	id: '1',
	name: 'Send',
	type: 'instantDm',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	onError: 'continueErrorOutput',
};

describe('a failed item for the error output', () => {
	const failed = () => outputItems(node, 3, inputFailure(new Error('No')))[0];

	it('is taken over whole by n8n, which copies the item and cuts json where an error is left', () => {
		const item = failed();
		expect(item?.error).toBeDefined();
		expect({ ...item }).not.toHaveProperty('error');
	});
});

describe('a successful item', () => {
	it.each([null, false, '', 0, {}, []])(
		'carries no error key that n8n would take for a failure: %j',
		(error) => {
			const items = [{ message_id: 'm1', error }];
			expect(outputItems(node, 0, { ok: true, items })).toEqual([
				{ json: { message_id: 'm1' }, pairedItem: { item: 0 } },
			]);
		},
	);
});
