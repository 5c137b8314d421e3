import { isObject } from '../../json/exactJson';
import { FailedCall } from '../failedCall';
import { allRefused, baseUrlOf, tryLater, uncertain, type Asked, type Meaning } from './meaning';

interface Cause {
	/** The system's or OpenSSL's name of what happened. */
	code: string;
	/** What the system was doing: only `connect` and `getaddrinfo` come before the request. */
	syscall: unknown;
	message: unknown;
}

/** n8n's own guard against calls to private addresses; its errors carry a name and no code. */
const BLOCKED = 'SsrfBlocked';

/** The network's own error inside what n8n and axios wrapped around it. */
function rootCause(error: unknown, depth = 6): Cause | null {
	if (depth === 0 || !isObject(error)) return null;
	const { code, name, syscall, message, cause, errors } = error;
	const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
	const inner = rootCause(cause, depth - 1) ?? rootCause(first, depth - 1);
	if (inner !== null) return inner;
	if (typeof code === 'string') return { code, syscall, message };
	return typeof name === 'string' && name.startsWith(BLOCKED)
		? { code: name, syscall, message }
		: null;
}

/** OpenSSL's verification errors as Node names them, all from before the request is written. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|HOSTNAME_MISMATCH/;

/** What OpenSSL and Node say of a handshake that came to no end. */
const HANDSHAKE =
	/before secure TLS connection|wrong version number|packet length too long|unsupported protocol|unrecognized name|alert (?:handshake failure|protocol version|bad certificate|certificate required|unknown ca)/i;

const TIMEOUTS = ['ETIMEDOUT', 'ECONNABORTED'];

function explain(cause: Cause | null, asked: Asked): Meaning {
	const { field } = baseUrlOf(asked);
	if (cause !== null) {
		const { code, syscall, message } = cause;
		if (code === 'ECONNREFUSED') {
			return {
				...tryLater(
					`No server responds at the ${field}`,
					`check '${field}' in the credential, or try again when InstantDM is available`,
				),
				scope: 'unreachable',
			};
		}
		if (syscall === 'getaddrinfo' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
			return {
				...tryLater(
					`The host name in the ${field} wasn't found`,
					"check the spelling in the credential, and n8n's network",
				),
				scope: 'unreachable',
			};
		}
		if (syscall === 'connect') {
			return tryLater(
				`n8n can't connect to the ${field}`,
				"check n8n's network and firewall, then try again",
			);
		}
		if (CERTIFICATE.test(code) || HANDSHAKE.test(String(message))) {
			return {
				...allRefused(
					`No secure connection to the ${field} is possible`,
					"check that it starts with https:// and that the server's certificate is valid",
				),
				retryable: true,
			};
		}
		if (code.startsWith(BLOCKED)) {
			return allRefused(
				`n8n blocks calls to this ${field}`,
				'ask your n8n administrator to allow it',
			);
		}
	}
	if (!asked.repeatable) {
		const isTimeout = cause !== null && TIMEOUTS.includes(cause.code);
		return uncertain(
			asked,
			isTimeout ? "InstantDM didn't respond in time" : 'The connection closed without a response',
		);
	}
	return tryLater(
		"InstantDM didn't respond",
		`check '${field}' in the credential, or try again later`,
	);
}

/**
 * What it means that a request got no response. Not sent is only what provably ended before the
 * request was written: in `connect` or `getaddrinfo`, whatever the code, or in the TLS handshake.
 * All else, such as a timeout or a reset, may have been delivered.
 */
export function networkFailure(error: unknown, asked: Asked): FailedCall {
	const cause = rootCause(error);
	const { scope, ...meaning } = explain(cause, asked);
	const failure = {
		...meaning,
		details: cause === null ? null : `The network reported ${cause.code}`,
		httpCode: null,
		retryAt: null,
		instagram: null,
	};
	return new FailedCall(failure, scope);
}
