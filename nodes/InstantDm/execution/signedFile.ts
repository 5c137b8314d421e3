import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isObject } from '../../shared/json/exactJson';
import { inputError } from '../../shared/parameters/check';
import type { GivenFile, SignedFile } from '../fields/readItem';
import { binaryPropertyName, mediaSource } from '../messageFormats/media';

/** Instagram fetches the file while the message is sent, or a while later. */
const TIME_TO_FETCH_SECONDS = 3600;

/** Longer than this, it is what the file holds, not its name. */
const LONGEST_NAME = 50;

const INSTEAD = "or set 'Media Source' to 'URL'";

/** Names of this machine and addresses of private networks, which Instagram cannot reach. */
const PRIVATE_HOST =
	/^([^.]*|.*\.(local|localhost|internal)|127\..*|10\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*|\[.*\])$/i;

/**
 * A temporary public URL of a file, from which Instagram fetches it: n8n signs it and serves the
 * file itself (n8n, `createBinarySignedUrl`).
 * @param given the name under which the item holds the file; or the file itself, by an expression:
 * an AI agent's tool gets items without files
 * @param maxWaitSeconds how long the message may have to wait for its turn
 * @throws InputError that says what to set where this n8n cannot give one
 */
export function signedFile(
	context: IExecuteFunctions,
	item: number,
	given: GivenFile,
	maxWaitSeconds: number,
): SignedFile {
	const { helpers } = context;
	const file = isFile(given) ? given : fileNamed(given, context.getInputData()[item]);
	if (file.bytes === 0 || file.fileSize === '0 B') {
		throw inputError(
			binaryPropertyName.property,
			'refers to an empty file (0 bytes)',
			'check the node that made it',
		);
	}
	if (file.id === undefined) {
		const problem = "refers to a file that n8n keeps in memory, where Instagram can't download it";
		const fix = `set the environment variable N8N_DEFAULT_BINARY_DATA_MODE to filesystem and restart n8n, ${INSTEAD}. Pinned files don't work`;
		throw inputError(binaryPropertyName.property, problem, fix);
	}
	const expiresIn = `${Math.ceil(maxWaitSeconds + TIME_TO_FETCH_SECONDS)}s` as const;
	const url = helpers.createBinarySignedUrl(file, expiresIn);
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'https:' || PRIVATE_HOST.test(hostname)) {
		const problem = "can't be 'File' because Instagram can't reach this n8n";
		const fix = `set the environment variable N8N_WEBHOOK_URL (in older n8n WEBHOOK_URL) to n8n's public https:// address, ${INSTEAD}`;
		throw inputError(mediaSource.property, problem, fix);
	}
	return { url, id: file.id };
}

function isFile(given: unknown): given is IBinaryData {
	return (
		isObject(given) &&
		typeof given.mimeType === 'string' &&
		(typeof given.id === 'string' || typeof given.data === 'string')
	);
}

function fileNamed(given: GivenFile, item: INodeExecutionData | undefined): IBinaryData {
	const file = typeof given === 'string' ? item?.binary?.[given] : undefined;
	if (file !== undefined) return file;
	const isName = typeof given === 'string' && given.length <= LONGEST_NAME;
	const named = isName ? ` ("${given}")` : '';
	const fix =
		'enter the name that the input panel shows above the file, such as data, or an expression for the file itself';
	throw inputError(binaryPropertyName.property, `doesn't match a file in this item${named}`, fix);
}
