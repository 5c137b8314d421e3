import { escape } from 'lodash';
import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import { sentenceOf } from '../../shared/api/result';
import type { Outcome } from './outcome';

/** What a person should know after a run and would miss among many items. */
export function hintsOn(outcomes: Outcome[]): string[] {
	const of = `of ${outcomes.length} items`;
	const stopped = outcomes.flatMap((outcome) =>
		!outcome.ok && outcome.because === 'stop' ? [sentenceOf(outcome.failure)] : [],
	);
	const items = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.items] : []));
	const inParts = items.filter(([item]) => Array.isArray(item?.parts) && item.parts.length > 1);
	const processing = items.filter(([item]) => item?.status === 'processing');
	return [
		...(stopped[0] === undefined ? [] : [`${stopped.length} ${of} failed. ${stopped[0]}`]),
		...(inParts.length > 0
			? [`The text of ${inParts.length} ${of} was sent in several messages.`]
			: []),
		...(processing.length > 0
			? [
					`Instagram is still processing ${processing.length} ${of}. Publish them later: use Publish with the container_id of each.`,
				]
			: []),
	];
}

/** Shows hints above the output. */
export function showHints(context: IExecuteFunctions, hints: string[]): void {
	// n8n renders them as HTML.
	const shown = hints.map((hint): NodeExecutionHint => ({
		message: escape(hint),
		location: 'outputPane',
	}));
	context.addExecutionHints(...shown);
}
