import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

import { InstantDmApi } from '../../../../../../credentials/InstantDmApi.credentials';
import { InstantDm } from '../../../../../../nodes/InstantDm/InstantDm.node';
import { networkFailure } from '../../../../../../nodes/shared/api/errors/network';
import { hello } from '../../../../../support/hello';
import { createN8n } from '../../../../../support/n8nCore/index';
import { getRequest, messageRequest } from '../../../../../../nodes/shared/api/request';

const message = messageRequest({});
const judged = (error: unknown) => networkFailure(error, message);

/** An error as axios and n8n hand it on: the system's error is a cause within a cause. */
function wrapped(fields: object, message = 'x'): Error {
	const system = Object.assign(new Error(message), fields);
	const axios = Object.assign(new Error(message, { cause: system }), { isAxiosError: true });
	return new Error('The service failed', { cause: axios });
}

const unreachable = { delivery: 'notSent', retryable: true, scope: 'unreachable' };
const notConnected = { delivery: 'notSent', retryable: true, scope: 'item' };
const unsafe = { delivery: 'notSent', retryable: true, scope: 'run' };
const uncertain = { delivery: 'unknown', retryable: false, scope: 'item' };
const hopeless = { delivery: 'notSent', retryable: false, scope: 'run' };

it.each([
	['a refused connection', { code: 'ECONNREFUSED', syscall: 'connect' }, unreachable],
	['an unknown host', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, unreachable],
	['a name server without an answer', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }, unreachable],
	['an unknown host, told by its code alone', { code: 'ENOTFOUND' }, unreachable],
	['no answer about a name, told by its code alone', { code: 'EAI_AGAIN' }, unreachable],
	['a host without a route', { code: 'EHOSTUNREACH', syscall: 'connect' }, notConnected],
	['a network without a route', { code: 'ENETUNREACH', syscall: 'connect' }, notConnected],
	['a connection that takes too long', { code: 'ETIMEDOUT', syscall: 'connect' }, notConnected],
	['a connection that is reset', { code: 'ECONNRESET', syscall: 'connect' }, notConnected],
	['a connection that nobody allows', { code: 'EACCES', syscall: 'connect' }, notConnected],
	['a name server that fails', { code: 'EAI_FAIL', syscall: 'getaddrinfo' }, unreachable],
	['a certificate out of date', { code: 'CERT_HAS_EXPIRED' }, unsafe],
	['a self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, unsafe],
	['an unknown issuer', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, unsafe],
	['a certificate for another host', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, unsafe],
	['a host that n8n does not allow', { name: 'SsrfBlockedIpError' }, hopeless],
	['a reset', { code: 'ECONNRESET', syscall: 'read' }, uncertain],
	['a broken pipe', { code: 'EPIPE', syscall: 'write' }, uncertain],
	['a timeout', { code: 'ECONNABORTED' }, uncertain],
	['a timeout of the system', { code: 'ETIMEDOUT', syscall: 'read' }, uncertain],
	['a route lost on the way', { code: 'EHOSTUNREACH', syscall: 'read' }, uncertain],
	['a cancelled call', { code: 'ERR_CANCELED' }, uncertain],
	['an error nobody foresaw', {}, uncertain],
])('%s', (_, fields, expected) => {
	expect(judged(wrapped(fields))).toMatchObject({
		failure: {
			delivery: expected.delivery,
			retryable: expected.retryable,
			httpCode: null,
			instagram: null,
		},
		scope: expected.scope,
	});
});

it.each([
	['ECONNABORTED', "InstantDM didn't respond in time"],
	['ETIMEDOUT', "InstantDM didn't respond in time"],
	['ECONNRESET', 'The connection closed without a response'],
])('tells a timeout from a lost connection: %s', (code, title) => {
	expect(judged(wrapped({ code })).failure.title).toBe(`${title}; the message may have been sent`);
});

it('reads both addresses of a host that was tried over IPv6 and IPv4', () => {
	const refusals = ['::1', '127.0.0.1'].map((address) =>
		Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect', address }),
	);
	const both = Object.assign(new AggregateError(refusals), { code: 'ECONNREFUSED' });
	expect(judged(new Error('x', { cause: both }))).toMatchObject({
		scope: 'unreachable',
	});
});

it('keeps codes out of the sentence, which n8n would replace, and names them in the details', () => {
	const { failure } = judged(wrapped({ code: 'ECONNREFUSED', syscall: 'connect' }));
	expect(failure.title).not.toMatch(/E[A-Z]{4,}/);
	expect(failure.details).toBe('The network reported ECONNREFUSED');
});

it.each([undefined, null, 'x', 42, [], { cause: { cause: null } }])('survives %j', (thrown) => {
	expect(judged(thrown)).toMatchObject({ failure: { delivery: 'unknown' } });
});

it('survives an error that is its own cause', () => {
	const circle: { cause?: unknown } = {};
	circle.cause = circle;
	expect(judged(circle)).toMatchObject({ failure: { delivery: 'unknown' } });
});

it('never says that a message may have been sent by a call that only reads', () => {
	const { failure } = networkFailure(wrapped({ code: 'ECONNRESET' }), getRequest('/ig_posts'));
	expect(failure).toMatchObject({ delivery: 'notSent', retryable: true });
	expect(failure.title).toBe("InstantDM didn't respond");
	expect(failure.advice).toContain("'Open API Base URL'");
});

describe('a TLS handshake that fails', () => {
	const n8n = createN8n({ nodes: [new InstantDm()], credentialTypes: [new InstantDmApi()] });
	const alert = (description: string) => (socket: Socket) =>
		socket.end(Buffer.from(`1503030002${description}`, 'hex'));

	it.each<[string, (socket: Socket) => unknown]>([
		['a server that speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
		['a server that hangs up', (socket) => socket.end()],
		['a server that finds no cipher', alert('0228')],
		['a server that wants another version', alert('0246')],
		['a server that does not know the name', alert('0270')],
	])('has sent nothing: %s', async (_, answer) => {
		const server = createServer((socket) => {
			socket.on('error', () => undefined).once('data', () => answer(socket));
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('no port');
		try {
			const { items } = await n8n.runNode({
				parameters: hello,
				settings: { onError: 'continueRegularOutput' },
				credential: { apiKey: 'k', baseUrl: `https://127.0.0.1:${address.port}` },
			});
			expect(items).toMatchObject([
				{
					error: expect.stringMatching(/^No secure connection to the Base URL/) as unknown,
					delivery: 'notSent',
					retryable: true,
				},
			]);
		} finally {
			server.close();
		}
	});
});
