/**
 * Takes a picture of each example as n8n's editor shows it: `npm run screenshots:examples`, or of
 * those whose names contain one of some words: `npm run screenshots:examples -- menu report`.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { Locator } from 'playwright-core';

import { Editor } from '../editor/n8n/editor';
import { openStage } from '../editor/stage';
import { readWorkflow, withCredential } from '../../support/host/workflowFiles';
import { withModel } from '../../support/host/withModel';

const ROOT = join(__dirname, '..', '..', '..');
const EXAMPLES = join(ROOT, 'examples');
const MAX_BYTES = 150 * 1024;

/** Shows the workflow and nothing that lies over it. */
const WORKFLOW_ONLY = `
	body * { visibility: hidden }
	.vue-flow__viewport, .vue-flow__viewport *, .vue-flow__background * { visibility: visible }
	[data-test-id^="execute-workflow-button"] { display: none }`;

/** Pixels around the nodes; their names hang below them. */
const MARGIN = { side: 90, top: 24, bottom: 76 };

/** The part of the page that all nodes and notes take up. */
async function around(nodes: Locator) {
	const boxes = (await Promise.all((await nodes.all()).map((node) => node.boundingBox()))).flatMap(
		(box) => box ?? [],
	);
	const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN.side;
	const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN.top;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN.side;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN.bottom;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

async function main(words: readonly string[]): Promise<void> {
	const stage = await openStage();
	try {
		const { browser, testbed } = stage;
		const editor = await Editor.open(browser, testbed);
		await editor.page.setViewportSize({ width: 1440, height: 960 });
		const credential = await testbed.addCredential();
		const files = (await readdir(EXAMPLES)).filter(
			(file) =>
				file.endsWith('.json') && (words.length === 0 || words.some((word) => file.includes(word))),
		);
		for (const file of files) {
			const workflow = await withModel(
				await readWorkflow(join(EXAMPLES, file)),
				testbed.rest,
				'https://api.openai.com/v1',
			);
			const id = await testbed.workflows.create(withCredential(workflow, credential));
			await editor.page.goto(`${testbed.n8n.url}/workflow/${id}`);
			await editor.canvas.nodes.last().waitFor();
			await editor.canvas.fit();
			await editor.untilQuiet();
			await editor.page.addStyleTag({ content: WORKFLOW_ONLY });
			const path = join(ROOT, 'docs', 'images', `example-${basename(file, '.json')}.png`);
			const clip = await around(editor.page.locator('.vue-flow__node'));
			await editor.page.screenshot({ path, clip, animations: 'disabled' });
			const { size } = await stat(path);
			console.log(`${String(size).padStart(7)}  ${path}`);
			if (size > MAX_BYTES) throw new Error(`${path} is larger than ${MAX_BYTES} bytes`);
		}
	} finally {
		await stage.close();
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
