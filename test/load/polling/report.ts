import { countBy, difference, isEqual, sortBy, uniq } from 'lodash';

import { table } from '../../../scripts/docs/markdown';
import type { Brought } from './brought';
import { COMMENTS, EVERY, FAILURES, MESSAGES, type Facts } from './scenario';

export function isInOrder(brought: readonly Brought[]): boolean {
	return isEqual(brought, sortBy(brought, 'occurredAt'));
}

/** What came of the scenario, as a page. */
export function report({ made, brought, polls, ended }: Facts, n8n: string): string {
	const ids = brought.map(({ eventId }) => eventId);
	const executions = Object.entries(ended).map(([status, count]) => `${status} ${count}`);
	return [
		'# Polling: results',
		`Written by \`npm run test:polling\`. A whole n8n ${n8n} polls every ${EVERY} seconds. Four times ${COMMENTS} comments and ${MESSAGES} messages come in, every fifth comment as a reply, on 10 posts and in 12 conversations: while n8n polls, while ${FAILURES} calls fail with 503, while n8n is stopped, and while n8n has crashed. At last, one comment comes in as another on the same post is deleted, which leaves the number of comments as it was: looking through one page in each poll finds it.`,
		table(
			['What came of it', ''],
			[
				['Comments and messages', String(made.length)],
				['Came out', String(ids.length)],
				['Lost', String(difference(made, ids).length)],
				['Came out twice', String(ids.length - uniq(ids).length)],
				['Oldest first', isInOrder(brought) ? 'yes' : 'no'],
				['Executions', executions.join(', ')],
			],
		),
		'## Calls of each poll',
		'`/ig_comments` is one call for each page of comments: those of posts whose number of comments has changed, and one that is looked through in any case.',
		table(
			['Poll', 'Calls', 'Which'],
			polls.map((calls, at) => {
				const paths = countBy(calls, ({ path, status }) =>
					status === 200 ? path : `${path} (${status})`,
				);
				const which = sortBy(Object.entries(paths), ([path]) => path).map(([path, count]) =>
					count === 1 ? path : `${count} × ${path}`,
				);
				return [String(at + 1), String(calls.length), which.join(', ')];
			}),
		),
		'',
	].join('\n\n');
}
