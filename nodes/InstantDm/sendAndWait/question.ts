import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { isObject } from '../../shared/json/exactJson';

const data = z.custom<IDataObject>(isObject);

/** A question of an execution, as n8n's context of the node keeps it. */
export const questionSchema = z.object({
	/** Which run of the node asks: a retry asks the same question, the next round of a loop another. */
	run: z.number(),
	/** What `proofOf` ties values to this question with. */
	nonce: z.string(),
	/** What may be tapped: the value that comes back, and the `data` of the output. */
	offers: z.array(z.object({ value: z.string(), data })).default([]),
	/** InstantDM's answer, once the message is out. */
	sent: data.optional(),
});

export type Question = z.infer<typeof questionSchema>;

/** Under what the context keeps it. */
export const QUESTION = 'instantDmQuestion';
