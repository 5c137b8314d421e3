import { directMessage, matching, n8n, useFakeInstantDm } from './sending';

const site = useFakeInstantDm();

/** Sends a text by expression; `Other` has run beside the node, `Idle` has not run. */
async function send(text: string, onError?: 'continueRegularOutput') {
	const { runsOf, error } = await n8n.runWorkflow({
		nodes: [
			{ name: 'Start', type: 'start' },
			{ name: 'Other', type: 'start' },
			{ name: 'Idle', type: 'start' },
			{
				name: 'Send',
				type: 'instantDm',
				parameters: { ...directMessage(), text },
				...(onError && { onError }),
			},
		],
		connections: [
			{ from: 'Start', to: 'Other' },
			{ from: 'Start', to: 'Send' },
		],
		credentials: { instantDmApi: { apiKey: 'test-key', baseUrl: site.fakeInstantDm.url } },
		start: 'Start',
		items: [{ to: '1000', text: 'Hi' }],
	});
	return { error, json: runsOf('Send')[0]?.data?.main?.[0]?.[0]?.json };
}

it.each([
	[
		'No path back to referenced node',
		"={{ $('Other').item.json.text }}",
		{ nodeCause: 'Other', type: 'paired_item_no_connection' },
	],
	["Referenced node doesn't exist", "={{ $('Nowhere').item.json.text }}", { nodeCause: 'Nowhere' }],
	[
		"Node 'Idle' hasn't been executed",
		"={{ $('Idle').first().json.text }}",
		{ nodeCause: 'Idle', type: 'no_execution_data' },
	],
])('keeps what n8n says of an expression: %s', async (title, text, context) => {
	const { error } = await send(text);
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message: matching(title),
		context: { ...context, itemIndex: 0, delivery: 'notSent' },
	});
	const { json } = await send(text, 'continueRegularOutput');
	expect(json).toMatchObject({
		error: matching(title),
		delivery: 'notSent',
		retryable: false,
	});
	expect(json?.error).toMatch(context.nodeCause);
	expect(json?.error).toMatch(/^'Text' has an error in its expression: .*\[item 0\]$/);
	expect(site.fakeInstantDm.ledger.entries).toEqual([]);
});
