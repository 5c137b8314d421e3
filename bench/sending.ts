import { medians, RUN_HEAD, runRow } from './medians';
import { LATENCY, type Bench, type Run } from './nodeRuns';
import { seconds, table, type Section } from './report';
import { NOTHING, people, requests, send } from './subjects';

const ITEMS = 1000;

/** The wall time if nothing but the server's latency counted, in ms. */
const ideal = (atOnce: number) => (ITEMS / atOnce) * LATENCY;

const perItem = ({ cpu }: Run) => `${(cpu / ITEMS).toFixed(1)} ms`;

/** Sending to many people, beside HTTP Request. */
export async function sending(bench: Bench): Promise<Section> {
	const theirs = requests(bench);
	const { nothing, at20, at100, none, header, credential } = await medians(
		{
			nothing: await bench.runner(NOTHING),
			at20: await bench.runner(send(20)),
			at100: await bench.runner(send(100)),
			none: await bench.runner(theirs.none),
			header: await bench.runner(theirs.header),
			credential: await bench.runner(theirs.credential),
		},
		people(ITEMS),
	);
	return {
		title: `Sending ${ITEMS} messages`,
		text: [
			table(RUN_HEAD, [
				runRow('InstantDM, 20 at once', at20),
				runRow('InstantDM, 100 at once', at100),
				runRow(theirs.none.name, none),
				runRow(theirs.header.name, header),
				runRow(theirs.credential.name, credential),
			]),
			`Of the CPU, ${seconds(nothing.cpu)} are n8n's own for the webhook, ${ITEMS} items and storing the execution: that is what No Operation takes. With a credential, HTTP Request reads and decrypts it for each item; InstantDM reads it once.`,
			`n8n opens a new connection for each call, whichever node makes it. With 100 allowed at once, ${at100.open} were open: so many leave in the ${LATENCY} ms that the first of them takes, since n8n needs ${perItem(at100)} of CPU to work one out and send it. HTTP Request allows any number, but needs ${perItem(none)} for each without a credential and ${perItem(header)} with one, so that fewer are open at a time. Where it sends faster than it is answered, it opens hundreds; InstantDM stays within what is allowed.`,
		].join('\n\n'),
		aims: [
			{ name: '20 at once, wall time to ideal', figure: at20.wall / ideal(20), atMost: 1.2 },
			{ name: '20 at once, first call after', figure: at20.firstCall, atMost: 200, unit: ' ms' },
			{
				name: '100 at once, wall time to HTTP Request',
				figure: at100.wall / header.wall,
				atMost: 1.1,
			},
			{
				name: '100 at once, wall time to HTTP Request without a credential',
				figure: at100.wall / none.wall,
				atMost: 1,
			},
			{
				name: '100 at once, CPU to HTTP Request without a credential',
				figure: at100.cpu / none.cpu,
				atMost: 1,
			},
			// Two are the benchmark's own.
			{ name: '100 at once, most connections open', figure: at100.connections, atMost: 102 },
			{ name: '20 at once, CPU to HTTP Request', figure: at20.cpu / header.cpu, atMost: 1 },
			{ name: '100 at once, CPU to HTTP Request', figure: at100.cpu / header.cpu, atMost: 1 },
		],
	};
}
