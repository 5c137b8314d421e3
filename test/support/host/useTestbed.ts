import { host, packed } from './globals';
import { openTestbed, type Testbed } from './testbed';

/**
 * Opens a testbed for the tests of one file and closes it after them. Each test finds a fake
 * InstantDM that remembers nothing.
 * @returns what answers the testbed, from the first test on
 */
export function useTestbed(): () => Testbed {
	let testbed: Testbed | undefined;
	beforeAll(async () => {
		testbed = await openTestbed(host, packed);
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
