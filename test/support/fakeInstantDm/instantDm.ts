import { Account } from './account';
import { parseCall, type Call, type Refusal } from './call';
import { errorBody } from './documentedErrors';
import { echoesOf } from './deliveries/echo';
import { post, prepare } from './deliveries/deliver';
import { FailurePlan } from './failure';
import { Instagram } from './instagram';
import { instagramErrorBody } from './instagramError';
import { latencies } from './latency';
import { Ledger, type LedgerEntry } from './ledger';
import { settingsSchema, type Settings, type SettingsInput } from './settings';

/** An answer to the caller. */
export interface Answer {
	status: number;
	body: unknown;
}

/** InstantDM's side of the API without its HTTP: who may call, what happens, what is remembered. */
export class InstantDm {
	settings: Settings;
	ledger = new Ledger();
	readonly failures = new FailurePlan();
	private account: Account;
	private instagram = new Instagram();
	private nextLatency: () => number;
	private readonly echoes = new Set<Promise<unknown>>();

	constructor(
		private readonly initial: SettingsInput,
		readonly now: () => Date,
	) {
		this.settings = settingsSchema.parse(initial);
		this.account = new Account(this.settings, now);
		this.nextLatency = latencies(this.settings.latency);
	}

	/** Changes settings; the hour's count, the ledger and what Instagram remembers stay. */
	configure(changes: SettingsInput): void {
		const changed = settingsSchema.parse({ ...this.settings, ...changes });
		Object.assign(this.settings, changed);
		if (changes.latency !== undefined) this.nextLatency = latencies(changed.latency);
	}

	/** As freshly started. */
	reset(): void {
		this.settings = settingsSchema.parse(this.initial);
		this.account = new Account(this.settings, this.now);
		this.nextLatency = latencies(this.settings.latency);
		this.instagram = new Instagram();
		this.ledger = new Ledger();
		this.failures.clear();
	}

	latency(): number {
		return this.nextLatency();
	}

	/** A refusal in InstantDM's own words. */
	refuse({ status, message }: Refusal): Answer {
		return { status, body: errorBody(message, this.settings.errorShape) };
	}

	/** Reads a request: who calls comes before what is asked for. */
	understand(key: string | undefined, body: unknown): Call | Refusal {
		return this.account.admit(key) ?? parseCall(body);
	}

	/** Lets plan and Instagram judge a call and, where both agree, delivers it. */
	carryOut(call: Call, entry: LedgerEntry): Answer {
		const unpaid = this.account.allow();
		if (unpaid) return this.refuse(unpaid);
		const result = this.instagram.receive(call, this.settings);
		if (!('answer' in result)) return { status: result.status, body: instagramErrorBody(result) };
		this.account.charge();
		entry.delivered = true;
		entry.id = result.id;
		return { status: 200, body: result.answer };
	}

	/** Sends Instagram's echo of a delivered call to the mirror, if there is one. */
	echo(entry: LedgerEntry): void {
		const { mirror, account } = this.settings;
		if (!mirror) return;
		const sending = (async () => {
			for (const { event, payload } of echoesOf(entry, account)) {
				const { secret } = mirror;
				await post(mirror.url, prepare(event, payload, { secret, at: this.now() }));
			}
		})();
		const settled = sending.catch(() => undefined);
		this.echoes.add(settled);
		void settled.finally(() => this.echoes.delete(settled));
	}

	/** Waits until every echo under way has been answered or has failed. */
	async echoesSettled(): Promise<void> {
		while (this.echoes.size > 0) await Promise.all(this.echoes);
	}
}
