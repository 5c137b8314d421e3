import { isRecord } from '../../json/isRecord';
import type { FailedResult, FailureKind } from '../result';

interface Cause {
	/** The system's or OpenSSL's name of what happened. */
	code: string;
	/** What the system was doing: only `connect` and `getaddrinfo` come before the request. */
	syscall: unknown;
	message: unknown;
}

/** The network's own error inside what n8n and axios wrapped around it. */
function rootCause(error: unknown, depth = 6): Cause | null {
	if (depth === 0 || !isRecord(error)) return null;
	const { code, name, syscall, message, cause, errors } = error;
	const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
	const inner = rootCause(cause, depth - 1) ?? rootCause(first, depth - 1);
	if (inner !== null) return inner;
	if (typeof code === 'string') return { code, syscall, message };
	return typeof name === 'string' && name.startsWith(BLOCKED)
		? { code: name, syscall, message }
		: null;
}

/** n8n's own guard against calls to private addresses; its errors carry a name and no code. */
const BLOCKED = 'SsrfBlocked';

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const NOT_CONNECTED = new Set([
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EHOSTDOWN',
	'ENETDOWN',
	'ETIMEDOUT',
]);
const MALFORMED = new Set(['ERR_INVALID_URL', 'ERR_INVALID_CHAR', 'ERR_UNESCAPED_CHARACTERS']);

/** OpenSSL's verification errors as Node names them, all from before the request is written. */
const CERTIFICATE =
	/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_WRONG_VERSION_NUMBER|HOSTNAME_MISMATCH/;

interface Meaning {
	error: string;
	kind: FailureKind;
	retryable: boolean;
	delivery: 'notSent' | 'unknown';
}

function explain(cause: Cause | null): Meaning {
	const notSent = { kind: { kind: 'item' }, retryable: true, delivery: 'notSent' } as const;
	if (cause !== null) {
		const { code, syscall, message } = cause;
		if (UNREACHABLE.has(code)) {
			return {
				...notSent,
				kind: { kind: 'unreachable' },
				error:
					code === 'ECONNREFUSED'
						? 'Nothing answers at the Base URL in the credential: check the address, or try again when InstantDM is back'
						: 'The host in the Base URL of the credential was not found: check its spelling and n8n’s network',
			};
		}
		if (NOT_CONNECTED.has(code) && syscall === 'connect') {
			return {
				...notSent,
				error:
					'n8n cannot connect to the Base URL in the credential: check n8n’s network and firewall, then try again',
			};
		}
		if (CERTIFICATE.test(code) || /wrong version number/i.test(String(message))) {
			return {
				...notSent,
				kind: { kind: 'run' },
				error:
					'No safe connection to the Base URL in the credential is possible: check that it begins with https and that the server’s certificate is valid',
			};
		}
		if (code.startsWith(BLOCKED)) {
			return {
				...notSent,
				kind: { kind: 'run' },
				retryable: false,
				error:
					'This n8n does not allow calls to the Base URL in the credential: ask its administrator to allow the host',
			};
		}
		if (MALFORMED.has(code)) {
			return {
				...notSent,
				kind: { kind: 'run' },
				retryable: false,
				error:
					'The request could not be built: the Base URL in the credential must be an address such as https://api.instantdm.com, and the API Key must be plain letters, digits and signs',
			};
		}
	}
	return {
		error:
			'The connection ended without an answer and the message may have been sent: look at the conversation before you send it again',
		kind: { kind: 'item' },
		retryable: false,
		delivery: 'unknown',
	};
}

/**
 * What it means that a request got no answer. Not sent is only what provably ended before the
 * request was written; all else, such as a timeout or a reset, may have been delivered.
 */
export function judgeNetworkFailure(error: unknown): FailedResult {
	const cause = rootCause(error);
	const { kind, ...meaning } = explain(cause);
	return {
		ok: false,
		failure: {
			...meaning,
			description: cause === null ? null : `The network reported ${cause.code}.`,
			httpCode: null,
			instagram: null,
		},
		kind,
	};
}
