import { z } from 'zod';

const text = z.string().nullable();

/** Who tapped, and when; as in the trigger's item of the tap. */
const responseSchema = z
	.object({ senderId: text, messageId: text, occurredAt: text, replyUntil: text })
	.strict();

/** A tap, as the trigger hands it to the node that waits for it. */
export const tapSchema = z
	.object({ proof: z.string(), value: z.string(), response: responseSchema })
	.strict();

export type Tap = z.infer<typeof tapSchema>;

/** What the node that was asked says of a tap. Other answers are n8n's, of executions that do not wait. */
export const verdictSchema = z.object({ status: z.enum(['resumed', 'notWaiting']) }).strict();

export type Verdict = z.infer<typeof verdictSchema>;
