import { ROUNDS } from './medians';
import type { Bench } from './nodeRuns';
import { median, table, type Section } from './report';
import { people, send } from './subjects';

const FEW = 1000;
const MANY = 10_000;

/** What an item costs, among few and among many. */
export async function growth(bench: Bench): Promise<Section> {
	const subject = send(20);
	const runner = await bench.runner(subject);
	await runner.run(people(FEW));
	const figures = async (items: object[], rounds: number) => {
		const cpu: number[] = [];
		const heap: number[] = [];
		for (let round = 0; round < rounds; round++) {
			cpu.push((await runner.run(items)).cpu);
			heap.push(await runner.peakHeap(items));
		}
		return { cpu: median(cpu) / items.length, heap: median(heap) / items.length };
	};
	const few = await figures(people(FEW), ROUNDS);
	const many = await figures(people(MANY), 2);
	const cells = (items: number, { cpu, heap }: typeof few) => [
		...[String(items), `${cpu.toFixed(2)} ms`, `${(heap / 1024).toFixed(2)} KB`],
	];
	return {
		title: 'Growth with the number of items',
		text: [
			table(['Items', 'CPU an item', 'Heap an item'], [cells(FEW, few), cells(MANY, many)]),
			`${subject.name}. Heap is what was alive at most while the node ran, above what was before. n8n's own heap differs by some megabytes from one run to the next, which is more than ${FEW} items take, so their figure is a rough one. CPU is with n8n's own part.`,
		].join('\n\n'),
		aims: [
			{ name: `CPU an item, ${MANY} to ${FEW} items`, figure: many.cpu / few.cpu, atMost: 1.1 },
			{
				name: `Heap an item, ${MANY} to ${FEW} items`,
				figure: many.heap / few.heap,
				atMost: 1.1,
			},
		],
	};
}
