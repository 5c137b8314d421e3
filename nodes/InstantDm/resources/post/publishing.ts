import { postRequest } from '../../../shared/api/request';
import { waitUntilPublished } from '../../fields/options';
import type { Operation, Planned } from '../operation';

/** A video takes Instagram a minute or so; asking more often would not make it faster. */
const BETWEEN_CALLS_MS = 5000;

/** Publishes what Instagram has processed; while it has not, the status stays `processing`. */
export const publishRequest = (containerId: string): Planned =>
	postRequest('/publish_post', { container_id: containerId });

/** Asks again while Instagram is still processing, when that is wanted. */
export const untilPublished: NonNullable<Operation['follow']> = (
	{ status, container_id: containerId },
	read,
) =>
	waitUntilPublished.from(read) && status === 'processing' && typeof containerId === 'string'
		? { request: publishRequest(containerId), after: BETWEEN_CALLS_MS }
		: null;
