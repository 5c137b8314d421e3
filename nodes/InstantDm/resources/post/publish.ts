import { about } from '../../../shared/api/request';
import { parameter } from '../../../shared/parameters/parameter';
import { id } from '../../../shared/parameters/schemas';
import type { Operation } from '../operation';
import { publishingOptions, waitUntilPublished } from '../../fields/options';
import { publishRequest, untilPublished } from './publishing';

const containerId = parameter(
	{
		displayName: 'Container ID',
		name: 'containerId',
		type: 'string',
		required: true,
		default: '={{ $json.container_id }}',
		placeholder: 'e.g. 17889615691921648',
		description: 'Use container_id from the output of Create, when its status is "processing"',
	},
	id('use container_id from the output of Create'),
);

export const publish: Operation = {
	value: 'publish',
	name: 'Publish',
	action: 'Publish post',
	description: 'Publish a post that Instagram was still processing after Create. Costs one credit.',
	fields: [containerId.property],
	options: publishingOptions,
	orderBy: 'resource',
	plan: (read) => {
		// Checked now: what comes to light only after the call finds the post published.
		waitUntilPublished.from(read);
		return [about(publishRequest(containerId.from(read)), containerId)];
	},
	follow: (answer, read) =>
		untilPublished({ container_id: containerId.from(read), ...answer }, read),
};
