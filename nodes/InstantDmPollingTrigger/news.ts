import { randomUUID } from 'crypto';

import { sortBy } from 'lodash';

import type { Access } from '../shared/api/credential';
import type { FailedCall } from '../shared/api/failedCall';
import { sentenceOf } from '../shared/api/result';
import { isSameAccount, type Account } from '../shared/events/fromApi';
import { fingerprint } from '../shared/events/item';
import { askAccount, Calls, isRefusal, type Way } from './calls';
import { lookAgain, mayHoldNews, newOnPage, readEntry, type Place } from './entry';
import { changedIn, forgetOldest, listChanges, newList, type Watched, type When } from './list';
import type { Entry, ListMemory, Memory } from './memory';
import type { Settings } from './settings';
import { commentsSource, messagesSource } from './sources';
import { oldestFirst, type NewItem } from './threads';

const HOUR_MS = 60 * 60 * 1000;
/** How many calls one poll makes; a few more at most. */
const MOST_CALLS = 100;
/** After how many refusals in a row there is more wrong than what was refused. */
const MOST_REFUSALS = 5;
/** For how many polls what failed lets others go first. */
const MOST_POLLS_PASSED_OVER = 4;

/** What a poll works with. */
export interface Task extends Way {
	access: Access;
	settings: Settings;
}

/** What a poll came to. */
export interface Outcome {
	/** Comments and messages, oldest first, before any filter. */
	news: NewItem[];
	/** For the next poll. */
	memory: Memory;
	/** What did not go as it should, in sentences. */
	warnings: string[];
}

/**
 * One poll: what has happened since the last one. Posts and conversations are listed, those that
 * have changed are read, the one that has waited longest first, and each fails by itself.
 * @param memory what the last poll left, a copy to be changed; null for the first poll
 * @throws FailedCall where nothing could be read, InputError where nobody says whose account it is:
 *   then nothing is moved on
 */
export async function findNews(task: Task, memory: Memory | null): Promise<Outcome> {
	const calls = new Calls(task, MOST_CALLS);
	let asked = goesOn(task, memory) ? null : await askAccount(calls);
	let kept = memory && asked && !isSameAccount(memory.account, asked) ? null : memory;
	for (;;) {
		const round = new Round(task, calls, kept ?? newMemory(calls), asked);
		const outcome = await round.run();
		if (outcome !== null) return outcome;
		// The key belongs to another account than before.
		asked = round.account;
		kept = null;
	}
}

/** Whether nothing begins with this poll: neither a key nor a list. */
function goesOn({ access, settings }: Task, memory: Memory | null): memory is Memory {
	return memory?.key === keyOf(access) && settings.events.every((event) => memory.lists[event]);
}

function keyOf({ openApiBaseUrl, apiKey }: Access): string {
	return fingerprint(`${openApiBaseUrl} ${apiKey}`);
}

function newMemory({ begin }: Calls): Memory {
	return {
		version: 2,
		born: randomUUID().slice(0, 8),
		polls: 0,
		polled: begin,
		key: '',
		account: { id: null, username: null },
		lists: { comment: null, dm_received: null },
	};
}

/** The stages of a poll of one account. */
class Round {
	account: Account;
	private isConfirmed: boolean;
	private readonly when: When;
	private readonly watched: Watched[];
	private readonly news: NewItem[] = [];
	private readonly warnings: string[] = [];
	/** Whether a rate limit or an outage has ended it. */
	private isOver = false;

	/** @param asked the account, where this poll has asked for it already */
	constructor(
		private readonly task: Task,
		private readonly calls: Calls,
		private readonly memory: Memory,
		asked: Account | null,
	) {
		this.account = asked ?? memory.account;
		this.isConfirmed = asked !== null;
		this.when = { turn: memory.polls + 1, polled: memory.polled };
		this.watched = this.watch();
	}

	/** @returns null where the key belongs to another account than memory is of */
	async run(): Promise<Outcome | null> {
		const hasChanges = await this.list();
		if (hasChanges && !(await this.confirmAccount())) return null;
		await this.readChanged(({ entry }) => !this.waitsForOthers(entry));
		if (!(await this.lookAgain())) return null;
		await this.readChanged();
		for (const watched of this.watched) forgetOldest(watched);
		const { account, calls, memory, news, task, warnings, when } = this;
		const key = keyOf(task.access);
		return {
			news: oldestFirst(news),
			memory: { ...memory, polls: when.turn, polled: calls.begin, key, account },
			warnings,
		};
	}

	private watch(): Watched[] {
		const { calls, memory, task } = this;
		const { events, options } = task.settings;
		const sources = { comment: commentsSource(options), dm_received: messagesSource };
		const before = memory.lists;
		memory.lists = { comment: null, dm_received: null };
		return events.map((event) => {
			const list = before[event] ?? newList(calls.begin - options.lookBack * HOUR_MS);
			memory.lists[event] = list;
			const isSilent = before[event] === null && options.lookBack === 0;
			return { source: sources[event], list, isSilent };
		});
	}

	/** @returns whether something is to be read */
	private async list(): Promise<boolean> {
		const failures: FailedCall[] = [];
		let isAnyListed = false;
		let hasNewcomers = false;
		for (const watched of this.watched) {
			if (this.isOver) break;
			const listing = await listChanges(watched, this.calls, this.when);
			isAnyListed ||= listing.isListed;
			hasNewcomers ||= listing.hasNewcomers;
			if (listing.failure === null) continue;
			failures.push(listing.failure);
			this.fail(listing.failure, `the list of ${watched.source.name}s`, true);
			// The other list may be read all the same.
			this.isOver = listing.failure.scope === 'limit';
		}
		const isFirst = this.memory.polls === 0;
		const failure = failures.find(({ scope }) => !isAnyListed || (isFirst && scope === 'run'));
		if (failure) throw failure;
		return hasNewcomers || this.changed().length > 0;
	}

	/** Before anything is handed out: whose it is decides what is the account's own. */
	private async confirmAccount(): Promise<boolean> {
		if (this.isConfirmed) return true;
		const { id, username } = this.account;
		const asked = await askAccount(this.calls);
		const isSame = isSameAccount(this.account, asked);
		this.account = isSame ? { id: asked.id ?? id, username: asked.username ?? username } : asked;
		this.isConfirmed = true;
		return isSame;
	}

	private changed(): Place[] {
		const changed = this.watched.flatMap((watched) =>
			changedIn(watched, this.when).map((entry) => ({ ...watched, entry })),
		);
		return sortBy(changed, ['entry.turn', 'entry.time']);
	}

	/** What failed the last time comes after all others, unless it was passed over for too long. */
	private waitsForOthers({ failures, turn }: Entry): boolean {
		return failures > 0 && (turn ?? 0) > this.when.turn - MOST_POLLS_PASSED_OVER;
	}

	private async readChanged(which: (place: Place) => boolean = () => true): Promise<void> {
		let refusals = 0;
		for (const place of this.changed().filter(which)) {
			if (this.isOver || this.calls.areSpent || refusals >= MOST_REFUSALS) return;
			const { news, failure } = await readEntry(place, this.calls, this.account, this.when);
			this.news.push(...(place.isSilent ? news.filter(cameAfter(place.list)) : news));
			refusals = failure ? refusals + 1 : 0;
			if (failure) this.failAt(place, failure);
		}
	}

	/** @returns false where what was found belongs to another account */
	private async lookAgain(): Promise<boolean> {
		for (const watched of this.watched) {
			if (watched.source.hasChangedFirst || this.isOver || this.calls.areSpent) continue;
			const look = await lookAgain(watched, this.calls, this.when);
			if (look?.failure) this.failAt(look, look.failure);
			if (!look || look.failure) continue;
			if (mayHoldNews(look, this.account) && !(await this.confirmAccount())) return false;
			this.news.push(...newOnPage(look, this.account, this.when));
		}
		return true;
	}

	private failAt({ source, entry }: Place, failure: FailedCall): void {
		this.fail(failure, `${source.name} ${entry.id}`, entry.failures <= 1);
	}

	private fail(failure: FailedCall, what: string, isNewlyFailing: boolean): void {
		this.isOver ||= !isRefusal(failure);
		const why = sentenceOf(failure.failure);
		if (this.isOver) {
			this.warnings.push(`stopped at ${what}, and goes on there at the next check. ${why}`);
		} else if (isNewlyFailing) {
			this.warnings.push(`couldn't read ${what}, and tries again at later checks. ${why}`);
		}
	}
}

/** What came while the list was read for the first time. Instagram's times count in seconds. */
function cameAfter({ since }: ListMemory): (item: NewItem) => boolean {
	return ({ time }) => time !== null && time > since + 1000;
}
