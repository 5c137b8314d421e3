import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeParameters,
} from 'n8n-workflow';

import { showHints } from '../../../../../nodes/InstantDm/execution/hints';
import { InstantDm } from '../../../../../nodes/InstantDm/InstantDm.node';
import { createN8n } from '../../../../support/n8nCore/index';
import { credentialFor, directMessage, loaded, people, start, useFakeInstantDm } from './sending';

const site = useFakeInstantDm();
const goOn = { onError: 'continueRegularOutput' } as const;

const createReel = {
	resource: 'post',
	operation: 'create',
	postType: 'reel',
	media: { item: [{ url: 'https://example.com/reel.mp4', type: 'video', altText: '' }] },
	caption: '',
	coverUrl: '',
};

async function hintsAfter(parameters: INodeParameters, items: IDataObject[], settings = {}) {
	const { hints } = await start(site.fakeInstantDm, parameters, items, settings).done;
	return hints;
}

it('shows none when there is nothing to miss', async () => {
	expect(await hintsAfter(directMessage(), people(3))).toEqual([]);
});

it('says how many items were not sent because of a limit, and what to do', async () => {
	site.fakeInstantDm.configure({ hourlyLimit: 1 });
	expect(await hintsAfter(directMessage({ concurrency: 1 }), people(4), goOn)).toEqual([
		{
			location: 'outputPane',
			message: expect.stringMatching(
				/^2 of 4 items failed\. Not sent: the run stopped at item 1 \(.*hourly limit.*\): try again after the full hour/,
			) as unknown,
		},
	]);
});

it('says nothing of items that failed by themselves: each says so', async () => {
	const refused = { kind: 'instagram', code: 100, message: 'Try again', status: 400 } as const;
	site.fakeInstantDm.fail(refused, { to: '1001' });
	expect(await hintsAfter(directMessage(), people(3), goOn)).toEqual([]);
});

it('says how many texts went out in several messages', async () => {
	const long = `${'a'.repeat(900)}\n\n${'b'.repeat(900)}`;
	const [one, ...others] = people(3);
	const items = [{ ...one, text: long }, ...others];
	const hints = await hintsAfter(directMessage({ splitLongText: true }), items);
	expect(hints).toEqual([
		{ location: 'outputPane', message: 'The text of 1 of 3 items was sent in several messages.' },
	]);
});

it('says how many posts Instagram is still processing', async () => {
	site.fakeInstantDm.configure({ processingCalls: 5 });
	const hints = await hintsAfter(
		{ ...createReel, options: { waitUntilPublished: false } },
		people(2),
	);
	expect(hints).toEqual([
		{
			location: 'outputPane',
			message:
				'Instagram is still processing 2 of 2 items. Publish them later: use Publish with the container_id of each.',
		},
	]);
});

/** Hands the node a context as another n8n has it. */
function inContext(change: (context: IExecuteFunctions) => IExecuteFunctions) {
	return class extends InstantDm {
		override async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			return await InstantDm.prototype.execute.call(change(this));
		}
	};
}

it('lets nothing in a hint be HTML', async () => {
	const Hinting = inContext((context) => {
		showHints(context, [`<img src=x onerror="alert('1')"> & more`]);
		return context;
	});
	const { hints } = await createN8n({ ...loaded, nodes: [new Hinting()] }).runNode({
		parameters: directMessage(),
		items: people(1),
		credential: credentialFor(site.fakeInstantDm),
	});
	expect(hints).toEqual([
		{
			location: 'outputPane',
			message: '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more',
		},
	]);
});
