import { Account } from './account';
import type { Answer } from './api';
import { post, prepare, type Delivered, type DeliveryOptions } from './deliveries/deliver';
import { echoesOf } from './deliveries/echo';
import { samples, type EventName } from './deliveries/events';
import { eventOf, take } from './deliveries/payloads';
import { tapOf } from './deliveries/tap';
import type { Refusal } from './documentedErrors';
import { FailurePlan } from './failure';
import { Instagram } from './instagram/instagram';
import { instagramErrorBody, type InstagramError } from './instagram/instagramError';
import type { Taken } from './instagram/receive';
import type { Seed } from './instagram/rows';
import { latencies } from './latency';
import { Ledger, type LedgerEntry } from './ledger';
import { settingsSchema, type Settings, type SettingsInput } from './settings';

/** InstantDM without its HTTP: who may call, what is paid for, what is remembered. */
export class InstantDm {
	settings: Settings;
	ledger = new Ledger();
	account: Account;
	instagram: Instagram;
	readonly failures = new FailurePlan();
	/** Calls that have not been answered yet. */
	open = 0;
	/** Connections that are open. */
	connections = 0;
	private nextLatency: () => number;
	private readonly echoes = new Set<Promise<unknown>>();

	constructor(
		private readonly initial: SettingsInput,
		private readonly seed: Seed,
		readonly now: () => Date,
	) {
		({
			settings: this.settings,
			account: this.account,
			instagram: this.instagram,
			nextLatency: this.nextLatency,
		} = this.fresh());
	}

	private fresh() {
		const settings = settingsSchema.parse(this.initial);
		const instagram = new Instagram(settings, this.now);
		instagram.addAll(this.seed);
		const account = new Account(settings, this.now);
		return { settings, account, instagram, nextLatency: latencies(settings.latency) };
	}

	/** As freshly started. */
	reset(): void {
		Object.assign(this, this.fresh());
		this.ledger = new Ledger();
		this.failures.clear();
	}

	/** Changes settings; the hour's count, the ledger and what Instagram remembers stay. */
	configure(changes: SettingsInput): void {
		const changed = settingsSchema.parse({ ...this.settings, ...changes });
		Object.assign(this.settings, changed);
		if (changes.latency !== undefined) this.nextLatency = latencies(changed.latency);
	}

	latency(): number {
		return this.nextLatency();
	}

	/** Lets the plan judge, then Instagram and, where both agree, books what was sent. */
	bill(
		send: () => Taken | InstagramError | Refusal,
		body: (taken: Taken) => object,
		messages = 1,
	): Answer | Refusal {
		const unpaid = this.account.allow();
		if (unpaid) return unpaid;
		const result = send();
		if ('code' in result) return { status: result.status, body: instagramErrorBody(result) };
		if ('status' in result) return result;
		this.account.charge(messages);
		return { status: 200, body: body(result), sent: result.id };
	}

	/** What the Open API's sends say beside what they sent. */
	creditsLeft(): { credits_remaining?: number } {
		const { credits } = this.settings;
		return credits === null ? {} : { credits_remaining: credits };
	}

	/** Sends a webhook delivery; what it tells of is then at Instagram too. */
	async deliver(
		url: string,
		event: EventName,
		payload: unknown = samples[event],
		options: DeliveryOptions = {},
	): Promise<Delivered> {
		if (options.rawBody === undefined) take(payload, this.instagram);
		return await post(url, prepare(event, payload, { at: this.now(), ...options }));
	}

	/** Sends the webhook delivery of a comment or message that Instagram has. */
	async announce(url: string, id: string, options: DeliveryOptions = {}): Promise<Delivered> {
		const { event, payload } = eventOf(id, this.instagram);
		return await post(url, prepare(event, payload, { at: this.now(), ...options }));
	}

	/** Sends the webhook delivery of a tap (`tapOf`) on what was sent to a person or comment. */
	async tap(
		url: string,
		{ to, title }: { to: string; title: string },
		options: DeliveryOptions = {},
	): Promise<Delivered> {
		const { event, payload } = tapOf(this.ledger.delivered(to), title, this.instagram);
		return await post(url, prepare(event, payload, { at: this.now(), ...options }));
	}

	/** Sends Instagram's echo of a delivered call to the mirror, if there is one. */
	echo(entry: LedgerEntry): void {
		const { mirror } = this.settings;
		if (!mirror) return;
		const sending = (async () => {
			for (const { event, payload } of echoesOf(entry, this.instagram)) {
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
