import { groupBy, upperFirst } from 'lodash';

import {
	INSTAGRAM_ERRORS,
	INSTAGRAM_ERRORS_OF_OPEN_API,
} from '../../nodes/shared/api/errors/instagramErrors';
import { INSTANTDM_ERRORS } from '../../nodes/shared/api/errors/instantDm';
import { sentenceOf, type Failure } from '../../nodes/shared/api/result';
import { table } from './markdown';

/** One error as the node words it, and what brings it about. */
interface Row extends Pick<Failure, 'title' | 'advice'> {
	why: string;
}

/** Rows with the same words become one, their causes side by side. */
function errorTable(rows: Row[]): string {
	return table(
		['What you see', 'Why', 'What to do'],
		Object.values(groupBy(rows, sentenceOf)).flatMap((same) =>
			same
				.slice(0, 1)
				.map(({ title, advice }) => [
					title,
					upperFirst(same.map(({ why }) => why).join(', ')),
					upperFirst(advice ?? ''),
				]),
		),
	);
}

const rowsOf = (errors: typeof INSTAGRAM_ERRORS, from = '') =>
	Object.entries(errors).map(([code, meaning]) => ({ ...meaning, why: `\`${code}\`${from}` }));

/** The tables of errors, by block. */
export function errorBlocks(): Record<string, string> {
	return {
		'errors instantdm': errorTable(
			INSTANTDM_ERRORS.map(({ status, sign, ...meaning }) => ({
				...meaning,
				why: sign === undefined ? String(status) : `${status} ${sign}`,
			})),
		),
		'errors instagram': errorTable([
			...rowsOf(INSTAGRAM_ERRORS),
			...rowsOf(INSTAGRAM_ERRORS_OF_OPEN_API, ' from the Open API'),
		]),
	};
}
