const { rm } = require('node:fs/promises');
const { dest, series, src } = require('gulp');
const ts = require('typescript');

const clean = () => rm('dist', { recursive: true, force: true });

async function compile() {
	const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail };
	const config = ts.getParsedCommandLineOfConfigFile('tsconfig.build.json', {}, host);
	const program = ts.createProgram(config.fileNames, config.options);
	const { diagnostics } = program.emit();
	const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
	if (problems.length > 0) fail(...problems);
}

function fail(...problems) {
	throw new Error(
		ts.formatDiagnostics(problems, {
			getCanonicalFileName: (name) => name,
			getCurrentDirectory: ts.sys.getCurrentDirectory,
			getNewLine: () => ts.sys.newLine,
		}),
	);
}

/** Icons and codex files stand beside the nodes, in the sources and in what ships. */
const assets = () => src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));

exports.build = series(clean, compile, assets);
