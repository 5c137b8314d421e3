import { z } from 'zod';

import { poll } from '../../support/host/poll';
import type { Postgres } from './postgres';

const executionSchema = z.object({
	commentId: z.string(),
	status: z.string(),
	/** Seconds since 1970; null where it has not come so far. */
	startedAt: z.number().nullable(),
	stoppedAt: z.number().nullable(),
});

/** What n8n stored of an execution. */
export type Execution = z.infer<typeof executionSchema>;

/**
 * Notes which comment an execution is about when n8n first stores it: of one whose worker dies, n8n
 * keeps nothing but the error.
 */
export async function noteComments({ run }: Postgres): Promise<void> {
	await run(`
		CREATE TABLE about_comment ("executionId" integer PRIMARY KEY, "commentId" text);
		CREATE FUNCTION note_comment() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO about_comment
				VALUES (NEW."executionId", substring(NEW.data FROM '"(17890[0-9]{6})"'));
			RETURN NEW;
		END $$;
		CREATE TRIGGER note_comment AFTER INSERT ON execution_data
			FOR EACH ROW EXECUTE FUNCTION note_comment();`);
}

const UNENDED = ['new', 'running', 'waiting'];
/** How long nothing may happen before what has not ended counts as left behind, in ms. */
const STANDSTILL = 60_000;

/**
 * The workflow's executions once all have ended, or nothing has moved for a minute: n8n leaves one
 * behind when both the process that queued it and the worker that ran it are gone.
 */
export async function settledExecutions(
	{ select }: Postgres,
	workflowId: string,
): Promise<Execution[]> {
	const sql = `
		SELECT a."commentId", e.status,
			extract(epoch FROM e."startedAt")::float8 AS "startedAt",
			extract(epoch FROM e."stoppedAt")::float8 AS "stoppedAt"
		FROM execution_entity e JOIN about_comment a ON a."executionId" = e.id
		WHERE e."workflowId" = '${workflowId}'`;
	let ended = -1;
	let since = performance.now();
	return await poll(
		'all executions ended',
		async () => {
			const all = await select(executionSchema, sql);
			const unended = all.filter(({ status }) => UNENDED.includes(status)).length;
			if (all.length - unended !== ended) since = performance.now();
			ended = all.length - unended;
			return unended === 0 || performance.now() - since > STANDSTILL ? all : undefined;
		},
		{ timeout: 1_800_000, every: 2000 },
	);
}
