// Removes a temporary folder (or only ends what runs in it, for one that is kept) once the process that asked for it lets go of this one's stdin, which
// happens at the latest when that process ends, even by SIGKILL. An n8n that lives in the folder
// (its process id is in n8n.pid) is ended first, with all its children.
const { readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const [, , folder, isKept] = process.argv;

process.stdin.on('end', () => {
	try {
		process.kill(-Number(readFileSync(join(folder, 'n8n.pid'), 'utf8')), 'SIGKILL');
	} catch {
		// No n8n here, or none any more.
	}
	if (isKept === 'keep') return;
	rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});
process.stdin.resume();
