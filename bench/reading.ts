import { medians, RUN_HEAD, runRow } from './medians';
import { LATENCY, type Bench } from './nodeRuns';
import { table, type Section } from './report';
import { allPages, allPosts, PAGES, people, profileRequests, profiles } from './subjects';

const ITEMS = 1000;
/** What a node that only reads does; its form has no option for it. */
const AT_ONCE = 5;

/** Reading what leads from page to page, and one by one for many items; beside HTTP Request. */
export async function reading(bench: Bench): Promise<Section> {
	const list = await medians(
		{ ours: await bench.runner(allPosts), theirs: await bench.runner(allPages(bench)) },
		people(1),
	);
	const single = await medians(
		{
			ours: await bench.runner(profiles()),
			theirs: await bench.runner(profileRequests(bench)),
		},
		people(ITEMS),
	);
	return {
		title: 'Reading',
		text: [
			`A list of ${PAGES} pages, each asked for when the one before has come:`,
			table(RUN_HEAD, [
				runRow('InstantDM, Return All', list.ours),
				runRow('HTTP Request, Pagination', list.theirs),
			]),
			`${ITEMS} contact profiles:`,
			table(RUN_HEAD, [
				runRow(`InstantDM, ${AT_ONCE} at once`, single.ours),
				runRow('HTTP Request, Header Auth', single.theirs),
			]),
		].join('\n\n'),
		aims: [
			{
				name: `Return All over ${PAGES} pages, wall time to ideal`,
				figure: list.ours.wall / (PAGES * LATENCY),
				atMost: 1.2,
			},
			{
				name: `${ITEMS} profiles, ${AT_ONCE} at once, wall time to ideal`,
				figure: single.ours.wall / ((ITEMS / AT_ONCE) * LATENCY),
				atMost: 1.3,
			},
		],
	};
}
