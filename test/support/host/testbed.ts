import type { Packed } from '../../../scripts/pack';
import {
	startFakeInstantDm,
	type FakeInstantDm,
	type FakeInstantDmOptions,
} from '../fakeInstantDm/index';
import { createCredential, storeCredential } from './credentials';
import type { Host } from './install';
import { startN8n, type Home, type N8n } from './n8n';
import { setUpOwner, type Rest } from './rest';
import { productionUrl, withCredential, type WorkflowFile } from './workflowFiles';
import { workflowsOf } from './workflows';

/** An n8n with the package and an owner, a fake InstantDM, and the credential between. */
export interface Testbed {
	n8n: N8n;
	rest: Rest;
	workflows: ReturnType<typeof workflowsOf>;
	fakeInstantDm: FakeInstantDm;
	/** The fields of a credential that fits the fake InstantDM. */
	credential: Readonly<Record<string, string>>;
	/** The id under which it is stored. */
	credentialId: string;
	/** Stores that credential with some fields changed; answers its id. */
	addCredential: (changes?: Record<string, string>) => Promise<string>;
	/**
	 * Stores the workflow with a credential (a fitting one, unless told) in this package's nodes,
	 * publishes it, and answers its id and the trigger's Production URL.
	 */
	publish: (workflow: WorkflowFile, credentialId?: string) => Promise<{ id: string; url: string }>;
	/** Ends both and leaves nothing behind. */
	close: () => Promise<void>;
}

const API_KEY = 'key-for-tests-and-development';
/** What the fake InstantDM's deliveries are signed with. */
export const WEBHOOK_SECRET = 'secret-for-tests-and-development';

/**
 * Starts everything a test or a developer needs.
 * @param settings more of n8n's environment variables
 * @param instantDm what the fake InstantDM knows from the start
 * @param home where n8n lives, when its data is to be kept
 * @throws Error when a part does not start; what had started is ended again
 */
export async function openTestbed(
	host: Host,
	packed: Packed,
	settings: Record<string, string> = {},
	instantDm: FakeInstantDmOptions = {},
	home?: Home,
): Promise<Testbed> {
	const fakeInstantDm = await startFakeInstantDm({ ...instantDm, keys: [API_KEY] });
	let n8n: N8n | undefined;
	const close = async () => {
		await n8n?.stop();
		await fakeInstantDm.close();
	};
	try {
		n8n = await startN8n(host, packed, settings, home);
		const rest = await setUpOwner(n8n.url);
		const workflows = workflowsOf(rest);
		const { url } = n8n;
		const credential = {
			apiKey: API_KEY,
			webhookSecret: WEBHOOK_SECRET,
			baseUrl: fakeInstantDm.url,
			openApiBaseUrl: fakeInstantDm.openApiUrl,
		};
		const addCredential = (changes: Record<string, string> = {}) =>
			createCredential(rest, 'instantDmApi', 'InstantDM', { ...credential, ...changes });
		const credentialId = await storeCredential(rest, 'instantDmApi', 'InstantDM', credential);
		const publish = async (workflow: WorkflowFile, chosenId = credentialId) => {
			const id = await workflows.create(withCredential(workflow, chosenId));
			await workflows.activate(id);
			return { id, url: productionUrl(url, workflow) };
		};
		return {
			...{ n8n, rest, workflows, fakeInstantDm, credential, credentialId, addCredential },
			...{ publish, close },
		};
	} catch (error) {
		await close();
		throw error;
	}
}
