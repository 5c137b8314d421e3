import { host, packed } from './globals';
import { openTestbed, type Testbed } from './testbed';

/**
 * Opens a testbed for the tests of one file and closes it after them. Each test finds a fake
 * InstantDM that remembers nothing.
 * @param settings more of n8n's environment variables
 * @param instantDm what the fake InstantDM knows from the start
 * @returns what answers the testbed, from the first test on
 */
export function useTestbed(
	settings: Record<string, string> = {},
	instantDm: Parameters<typeof openTestbed>[3] = {},
): () => Testbed {
	let testbed: Testbed | undefined;
	beforeAll(async () => {
		testbed = await openTestbed(host, packed, settings, instantDm);
	});
	afterEach(() => {
		testbed?.fakeInstantDm.reset();
	});
	afterAll(async () => {
		await testbed?.close();
	});
	return () => {
		if (testbed === undefined) throw new Error('The testbed is open during tests only');
		return testbed;
	};
}
