import { useFakeInstantDm } from './useFakeInstantDm';
import { operationFixtures, type OperationCase } from '../operationFixtures';
import seed from './instagram/sample.json';

const now = () => new Date('2026-04-29T16:00:00Z');
const fakeInstantDm = useFakeInstantDm({ seed, credits: 1000, now });

async function answerTo({ method, path, query, body }: OperationCase['calls'][number]['request']) {
	const base = path === '/api-webhook' ? fakeInstantDm().url : fakeInstantDm().openApiUrl;
	const url = `${base}${path}?${new URLSearchParams(query).toString()}`;
	const headers = { 'x-api-key': 'test-key', 'content-type': 'application/json' };
	const response = await fetch(url, {
		method,
		headers,
		...(body && { body: JSON.stringify(body) }),
	});
	return await response.json();
}

const cases = operationFixtures.flatMap(({ resource, operation, cases }) =>
	cases.map((one) => [`${resource} ${operation}: ${one.name}`, one] as const),
);

// So the fixtures show answers of the one thing that the other tests run against.
it.each(cases)('answers as the fixture of %s says', async (_name, { settings, calls }) => {
	fakeInstantDm().configure(settings ?? {});
	for (const { request, response } of calls) expect(await answerTo(request)).toEqual(response);
});
