import { times } from 'lodash';

import { clockUntil } from '../../../../../nodes/InstantDm/execution/clock';

it('settles only once what was started in promises has got as far as it can', async () => {
	const steps: number[] = [];
	const started = async () => {
		for (const step of times(100)) {
			await Promise.resolve();
			steps.push(step);
		}
	};
	void started();

	await clockUntil(() => false).settle();

	expect(steps).toHaveLength(100);
});
