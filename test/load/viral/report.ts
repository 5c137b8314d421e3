import { table } from '../../../scripts/docs/markdown';
import { busiestSecond, isInOrder, messagesOf, refused } from './figures';
import { HOUR_SECONDS, type Facts } from './scenario';

const rounded = (value: number) => Math.round(value).toLocaleString('en');

/** What came of the scenario, as a page. */
export function report(facts: Facts, n8n: string, machine: string): string {
	const { scale, paced, pacedTo, calls, commentIds, crashed, seconds, memory } = facts;
	const refusals = refused(calls);
	const counts = Object.entries(messagesOf(calls, commentIds)).map(
		([messages, people]) => `${messages} messages: ${people}`,
	);
	return [
		'# When a post goes viral: results',
		`Written by \`npm run test:viral\`. A whole n8n ${n8n} with its default settings, on ${machine}, and a fake InstantDM whose hour lasts ${HOUR_SECONDS} seconds.`,
		'## A pace of two a second over 40 executions of one item',
		table(
			['What came of it', ''],
			[
				['Calls', String(paced.length)],
				['Most calls within a second', String(busiestSecond(paced))],
				[
					'In the order in which the executions came to the node',
					isInOrder(paced, pacedTo) ? 'yes' : 'no',
				],
			],
		),
		'## The example, with a limit and a crash',
		`${scale.comments} comments come in as fast as n8n takes them over, and InstantDM allows ${scale.hourlyLimit} calls an hour. While messages are being sent, n8n is ended with kill -9 and started again, and what the crash ended is retried from n8n's list of executions.`,
		table(
			['What came of it', ''],
			[
				['Comments by the number of private replies', counts.join(', ')],
				['Calls', String(calls.length)],
				['Refused by the limit', `${refusals} (${((100 * refusals) / calls.length).toFixed(1)} %)`],
				['Executions that the crash ended', String(crashed)],
				['Seconds until everyone had a reply', rounded(seconds)],
			],
		),
		"## n8n's memory while executions wait",
		`${rounded(memory.waiting)} comments come in while the limit holds, so that n8n's Wait node holds their executions.`,
		table(
			['The n8n process', 'Resident memory'],
			[
				['Just started', `${rounded(memory.idle)} MB`],
				['When all of them waited', `${rounded(memory.held)} MB`],
				['After kill -9 and the next start, while they waited', `${rounded(memory.restarted)} MB`],
			],
		),
		'',
	].join('\n\n');
}
