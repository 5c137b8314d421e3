/** Takes a picture of each example as n8n's editor shows it: `npm run screenshots:examples`. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { Editor } from '../editor/n8n/editor';
import { openStage } from '../editor/stage';
import { readWorkflow, withCredential } from '../host/workflowFiles';

const ROOT = join(__dirname, '..', '..');
const EXAMPLES = join(ROOT, 'examples');
const MAX_BYTES = 150 * 1024;

async function main(): Promise<void> {
	const stage = await openStage();
	try {
		const { browser, scene } = stage;
		const editor = await Editor.open(browser, scene);
		await editor.page.setViewportSize({ width: 1280, height: 720 });
		const credential = await scene.addCredential();
		const files = (await readdir(EXAMPLES)).filter((file) => file.endsWith('.json'));
		for (const file of files) {
			const workflow = await readWorkflow(join(EXAMPLES, file));
			const id = await scene.workflows.create(withCredential(workflow, credential));
			await editor.page.goto(`${scene.n8n.url}/workflow/${id}`);
			await editor.canvas.nodes.last().waitFor();
			await editor.canvas.fit();
			await editor.untilQuiet();
			const path = join(ROOT, 'docs', 'images', `example-${basename(file, '.json')}.png`);
			await editor.canvas.root.screenshot({ path, animations: 'disabled' });
			const { size } = await stat(path);
			console.log(`${String(size).padStart(7)}  ${path}`);
			if (size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES} bytes`);
		}
	} finally {
		await stage.close();
	}
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
