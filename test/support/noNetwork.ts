import nock from 'nock';

/**
 * Lets nothing but what nock answers, and this machine itself, be reached by the tests of a file.
 * nock replaces Node's own http, which the next file run in the same process would meet as well:
 * so it is taken out again at the end.
 */
export function withoutNetwork(): void {
	beforeAll(() => {
		nock.disableNetConnect();
		nock.enableNetConnect('127.0.0.1');
	});
	afterEach(() => {
		nock.cleanAll();
	});
	afterAll(() => {
		nock.enableNetConnect();
		nock.restore();
	});
}
