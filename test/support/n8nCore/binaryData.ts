import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

let started: Promise<BinaryDataService> | undefined;

/** n8n's own store of files, on disk as in n8n 2 unless it is set otherwise. */
function binaryData(): Promise<BinaryDataService> {
	started ??= (async () => {
		const service = Container.get(BinaryDataService);
		await service.init();
		return service;
	})();
	return started;
}

/** A file in n8n's store, as an item's `binary` holds it. */
export async function storedFile(
	content: Buffer,
	metadata: Pick<IBinaryData, 'mimeType'> & Partial<IBinaryData>,
): Promise<IBinaryData> {
	const place = { type: 'execution', workflowId: 'workflow', executionId: 'before' } as const;
	return await (await binaryData()).store(place, content, { data: '', ...metadata });
}

/** The same in an n8n that keeps files in memory (`N8N_DEFAULT_BINARY_DATA_MODE=default`). */
export async function fileInMemory(...file: Parameters<typeof storedFile>): Promise<IBinaryData> {
	const service = await binaryData();
	const config = Container.get(BinaryDataConfig);
	const { mode } = config;
	config.mode = 'default';
	await service.init();
	try {
		return await storedFile(...file);
	} finally {
		config.mode = mode;
		await service.init();
	}
}

/**
 * What n8n would serve at a signed URL.
 * @throws JsonWebTokenError when the signature is wrong or the URL has run out
 */
export async function readSignedUrl(url: string): Promise<Buffer> {
	const service = await binaryData();
	const id = service.validateSignedToken(new URL(url).searchParams.get('token') ?? '');
	return await service.getAsBuffer({ id, data: '', mimeType: '' });
}
