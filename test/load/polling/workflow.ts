import { range } from 'lodash';

import { chain, node, type WorkflowFile } from '../../support/host/workflowFiles';

export const TRIGGER = 'InstantDM Polling Trigger';

/**
 * A workflow that polls every few seconds: n8n allows no cron expression more often than once a
 * minute, but several of them.
 */
export function pollingWorkflow(everySeconds: number): WorkflowFile {
	const seconds = range(0, 60, everySeconds);
	const item = seconds.map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	}));
	const trigger = node(TRIGGER, 'n8n-nodes-instantdm.instantDmPollingTrigger', {
		pollTimes: { item },
	});
	return chain('Polling', trigger, node('Then', 'n8n-nodes-base.noOp', {}));
}
