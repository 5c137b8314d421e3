import { startFakeInstantDm, type FakeInstantDm, type FakeInstantDmOptions } from '.';

/** One fake InstantDM for the tests of a file, as new before each of them. */
export function useFakeInstantDm(options: FakeInstantDmOptions = {}): () => FakeInstantDm {
	let fakeInstantDm: FakeInstantDm;
	beforeAll(async () => {
		fakeInstantDm = await startFakeInstantDm(options);
	});
	afterAll(() => fakeInstantDm.close());
	beforeEach(() => {
		fakeInstantDm.reset();
	});
	return () => fakeInstantDm;
}
