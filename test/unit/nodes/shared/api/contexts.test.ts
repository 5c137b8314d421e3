import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import nock from 'nock';

import { InstantDmApi } from '../../../../../credentials/InstantDmApi.credentials';
import { call, type CallContext } from '../../../../../nodes/shared/api/call';
import { readAccess } from '../../../../../nodes/shared/api/credential';
import { elementsOf } from '../../../../../nodes/shared/api/pages';
import { postRequest } from '../../../../../nodes/shared/api/request';
import { posts } from '../../../../../nodes/shared/api/routes';
import type { JsonObject } from '../../../../../nodes/shared/json/exactJson';
import { createN8n } from '../../../../support/n8nCore/index';
import { withoutNetwork } from '../../../../support/noNetwork';

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function postsOf(context: CallContext): Promise<JsonObject[]> {
	const access = readAccess(await context.getCredentials('instantDmApi'));
	const found = elementsOf(posts(3), (page) => call(context, access, page, 1000));
	return await found.catch((error: unknown) => [{ failed: messageOf(error) }]);
}

/** Reads the account's posts in each way in which n8n runs a node; executing starts a flow too. */
class Probe implements INodeType {
	description: INodeTypeDescription = {
		name: 'probe',
		displayName: 'Probe',
		description: '',
		group: ['transform'],
		version: 1,
		defaults: { name: 'Probe' },
		inputs: [],
		outputs: ['main'],
		credentials: [{ name: 'instantDmApi', required: true }],
		properties: [],
	};

	methods = {
		listSearch: {
			async search(this: ILoadOptionsFunctions) {
				const found = await postsOf(this);
				return { results: found.map((json) => ({ name: JSON.stringify(json), value: '' })) };
			},
		},
	};

	async poll(this: IPollFunctions) {
		return [(await postsOf(this)).map((json) => ({ json }))];
	}

	async execute(this: IExecuteFunctions) {
		const access = readAccess(await this.getCredentials('instantDmApi'));
		const flow = postRequest('/trigger_flow', { flow_id: 'f', recipient_id: '1' });
		const started = await call(this, access, flow, 1000).catch((error: unknown) => ({
			failed: messageOf(error),
		}));
		return [[started, ...(await postsOf(this))].map((json) => ({ json }))];
	}
}

const n8n = createN8n({ nodes: [new Probe()], credentialTypes: [new InstantDmApi()] });
const credential = { apiKey: 'sk-abc123', openApiBaseUrl: 'https://sandbox.example/open/' };
const api = () =>
	nock('https://sandbox.example', { reqheaders: { authorization: 'Bearer sk-abc123' } });

const json = { 'content-type': 'application/json' };
const page = (id: string, after?: string) =>
	`{"code":200,"posts_lists":{"data":[{"id":${id}}],"paging":{"cursors":${JSON.stringify({ after })}}}}`;

withoutNetwork();

/** Two pages, whose second is asked for with a cursor that a URL has to escape. */
function twoPages() {
	api().get('/open/ig_posts').reply(200, page('17841432111391196', 'a+/=&b'), json);
	api()
		.get('/open/ig_posts')
		.query({ after: 'a+/=&b' })
		.reply(200, page('17841432111391197'), json);
}
const exact = [{ id: '17841432111391196' }, { id: '17841432111391197' }];

it('reads page after page while a node polls, ids exact', async () => {
	twoPages();
	const found = await n8n.poller({ credential }).poll();
	expect(found?.[0]?.map(({ json }) => json)).toEqual(exact);
});

it('reads them for a list to choose from', async () => {
	twoPages();
	const { results } = await n8n.listSearch({ method: 'search', credential });
	expect(results.map(({ name }): unknown => JSON.parse(name))).toEqual(exact);
});

it('reads them while a node runs, and posts JSON', async () => {
	const sent: unknown[] = [];
	api()
		.post('/open/trigger_flow')
		.reply(200, (_, body) => {
			sent.push(body);
			return { code: 200, flow_id: 'f' };
		});
	twoPages();
	const { items } = await n8n.runNode({ parameters: {}, credential });
	expect(items).toEqual([{ code: 200, flow_id: 'f' }, ...exact]);
	expect(sent).toEqual([{ flow_id: 'f', recipient_id: '1' }]);
});

it('says in a list what is wrong', async () => {
	api()
		.get('/open/ig_posts')
		.reply(403, { error: { code: 403, message: 'Upgrade', upgrade_required: true } });
	const { results } = await n8n.listSearch({ method: 'search', credential });
	expect(results[0]?.name).toBe(
		JSON.stringify({
			failed: "Your InstantDM plan doesn't include this: upgrade the plan in InstantDM",
		}),
	);
});
