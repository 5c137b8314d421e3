import { WEBHOOK_SECRET, type Testbed } from './testbed';
import { poll } from './poll';
import { chain, trigger, type WorkflowFile } from './workflowFiles';

/** What a trigger answers to a tap that resumed a waiting execution. */
export const RESUMED = '{"status":"resumed"}';
/** What it answers to a delivery that starts one. */
export const ACCEPTED = '{"status":"accepted","items":1}';

const signed = { secret: WEBHOOK_SECRET };
const POST = '18071354672638470';

/** The options of a question that waits no longer than that. */
export const A_SECOND = {
	limitWaitTime: {
		values: { limitType: 'afterTimeInterval', resumeAmount: 0.02, resumeUnit: 'minutes' },
	},
};

let people = 0;
/** The ID of a person whom no test has met. */
export const nobodyYet = () => String(23587082946000 + ++people);

/** What people do with the questions of workflows that wait. */
export function questionsOf(testbed: () => Testbed) {
	/** Publishes the workflow, and one beside it that all taps are delivered to. */
	const publish = async (workflow: WorkflowFile) => {
		const all = ['comment', 'dm_received', 'postback'];
		const options = { includePayload: true };
		const inbox = await testbed().publish(chain('Inbox', trigger({ events: all, options })));
		return { ...(await testbed().publish(workflow)), inbox };
	};

	/** Someone comments. */
	const comment = async (
		url: string,
		personId: string,
	): Promise<{ id: string; answer: string }> => {
		const { fakeInstantDm } = testbed();
		const row = { personId, postId: POST, text: 'Which sizes are there?' };
		const { id } = fakeInstantDm.instagram.add('comment', row);
		const { answer } = await fakeInstantDm.announce(url, id, signed);
		return { id, answer };
	};

	/** Waits until that many questions have been put to the person or below the comment. */
	const asked = async (to: string, questions: number): Promise<void> => {
		const { fakeInstantDm } = testbed();
		await poll(`${questions} questions are out`, () =>
			Promise.resolve(fakeInstantDm.ledger.delivered(to).length >= questions || undefined),
		);
	};

	/** Someone comments, and is asked in a direct message. */
	const askedFor = async (url: string, personId: string): Promise<void> => {
		await comment(url, personId);
		await asked(personId, 1);
	};

	/** Someone taps; what the trigger at the URL answers. */
	const tap = async (url: string, to: string, title: string): Promise<string> =>
		(await testbed().fakeInstantDm.tap(url, { to, title }, signed)).answer;

	/** Waits until n8n has stored the workflow's execution as a waiting one. */
	const waiting = async (workflowId: string): Promise<void> => {
		await poll('n8n has stored the waiting execution', async () => {
			const [newest] = await testbed().workflows.executions(workflowId);
			return newest?.status === 'waiting' ? true : undefined;
		});
	};

	/** Restarts n8n, which goes on at its start with what has waited for `A_SECOND`. */
	const untilTimeIsOver = async (workflowId: string): Promise<void> => {
		await waiting(workflowId);
		await testbed().n8n.halt();
		await testbed().n8n.resume();
	};

	return { publish, comment, asked, askedFor, tap, waiting, untilTimeIsOver };
}
