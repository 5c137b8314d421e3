import type { z } from 'zod';

import type { Refusal } from './documentedErrors';

/** The first thing wrong, naming unknown fields: stricter than InstantDM, so that tests catch them. */
export function badInput({ issues: [issue] }: z.ZodError): Refusal {
	if (issue?.code === 'unrecognized_keys') {
		return { status: 400, message: `Unknown field: ${issue.keys.join(', ')}` };
	}
	return { status: 400, message: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() };
}
