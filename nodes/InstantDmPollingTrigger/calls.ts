import type { DatedAnswer } from '../shared/api/call';
import { FailedCall } from '../shared/api/failedCall';
import { pageAfter, pagesOf } from '../shared/api/pages';
import type { ApiRequest } from '../shared/api/request';
import { accountDetails } from '../shared/api/routes';
import { toAccount, type Account } from '../shared/events/fromApi';
import type { JsonObject } from '../shared/json/exactJson';
import { InputError } from '../shared/parameters/inputError';

/** How long to wait for one response. */
const LONGEST_WAIT_MS = 30_000;
const SHORTEST_WAIT_MS = 1000;

/** What a poll works with. */
export interface Way {
	/** @throws FailedCall */
	call: (request: ApiRequest, timeoutMs: number) => Promise<DatedAnswer>;
	/** When the poll began, by n8n's clock, in milliseconds since 1970. */
	began: number;
	/** How much of the poll's time is left. */
	timeLeftMs: () => number;
}

/** The calls of one poll, one after the other, as many as it may make and has time for. */
export class Calls {
	private made = 0;
	private date: number | null = null;

	/** @param most after how many calls what is left to read waits for the next poll */
	constructor(
		private readonly way: Way,
		private readonly most: number,
	) {}

	get areSpent(): boolean {
		return this.made >= this.most || this.way.timeLeftMs() <= 0;
	}

	/**
	 * The moment before the poll began: by InstantDM's clock, since n8n's may be wrong, once there is
	 * an answer that says what time it is. Like Instagram's times, it counts in seconds.
	 */
	get begin(): number {
		const began = this.date ?? this.way.began;
		return Math.floor(began / 1000) * 1000 - 1;
	}

	/** @throws FailedCall */
	readonly ask = async (request: ApiRequest): Promise<JsonObject> => {
		this.made++;
		const timeoutMs = Math.min(this.way.timeLeftMs(), LONGEST_WAIT_MS);
		const { answer, date } = await this.way.call(request, Math.max(timeoutMs, SHORTEST_WAIT_MS));
		this.date ??= date;
		return answer;
	};
}

/**
 * The connected account.
 * @throws FailedCall; InputError where InstantDM names neither id nor username, since without them
 *   the account's own comments look like someone else's
 */
export async function askAccount(calls: Calls): Promise<Account> {
	const account = toAccount((await calls.ask(accountDetails())).data);
	if (account.id === null && account.username === null) {
		throw new InputError(
			"InstantDM didn't say which Instagram account this API key belongs to",
			'nothing is lost, the next check asks again',
		);
	}
	return account;
}

interface Bounds<Part> {
	/** Where to begin: the cursor of a page; null for the first one. */
	from: string | null;
	/** The parts that the elements of a page are. */
	partsIn: (elements: readonly JsonObject[]) => readonly Part[];
	/** Whether the parts of the pages read so far are enough; asked once after each page. */
	isEnough: (parts: readonly Part[]) => boolean;
	/** How many pages at most. */
	most: number;
}

/** What was read of a list, whether or not a call failed. */
export interface Reading<Part> {
	parts: Part[];
	pages: number;
	/** Why it ended: the list did, it was enough, or there is more to read. */
	end: 'lastPage' | 'enough' | 'more';
	/** Where there is more: the page to go on with; null for the first one. */
	after: string | null;
	failure: FailedCall | null;
}

/**
 * Reads the pages of a list, no page more than needed. A call that fails ends it, with what was read.
 * A place from an earlier poll that is refused is given up.
 */
export async function readPages<Part>(
	calls: Calls,
	request: ApiRequest,
	{ from, partsIn, isEnough, most }: Bounds<Part>,
): Promise<Reading<Part>> {
	const reading: Reading<Part> = {
		parts: [],
		pages: 0,
		end: 'more',
		after: from,
		failure: null,
	};
	const start = from === null ? request : pageAfter(request, from);
	try {
		for await (const { elements, after } of pagesOf(start, calls.ask)) {
			reading.parts.push(...partsIn(elements));
			reading.pages++;
			reading.after = after;
			if (after === null) break;
			if (isEnough(reading.parts)) return { ...reading, end: 'enough' };
			if (reading.pages >= most || calls.areSpent) return reading;
		}
		return { ...reading, end: 'lastPage' };
	} catch (error) {
		const failure = failedCall(error);
		const isPlaceRefused = reading.pages === 0 && isRefusal(failure);
		return { ...reading, failure, after: isPlaceRefused ? null : reading.after };
	}
}

/** @throws the error itself, where it is something else */
function failedCall(error: unknown): FailedCall {
	if (error instanceof FailedCall) return error;
	throw error;
}

/** Whether a call was refused for what it asked, as far as one can tell: the next one may do better. */
export function isRefusal({ scope, failure }: FailedCall): boolean {
	return scope !== 'limit' && scope !== 'unreachable' && failure.httpCode !== null;
}
