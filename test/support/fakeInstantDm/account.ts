import { documentedErrors } from './documentedErrors';
import type { Refusal } from './call';

/** How InstantDM knows the caller. */
interface AccountSettings {
	/** The keys that are good. */
	keys: readonly string[];
	/** Whether the plan includes the API. */
	apiInPlan: boolean;
	/** Whether an Instagram account is connected. */
	instagramConnected: boolean;
	/** Messages and replies for each clock hour; null: no limit. */
	hourlyLimit: number | null;
	/** Messages and replies left to pay with; null: not that kind of plan. */
	credits: number | null;
}

/** The caller's plan, hourly limit and credits, by an injected clock. */
export class Account {
	private hour = '';
	private usedThisHour = 0;

	constructor(
		readonly settings: AccountSettings,
		private readonly now: () => Date,
	) {}

	/** Refuses callers that are not let in at all, before the request itself is looked at. */
	admit(key: string | undefined): Refusal | null {
		const { keys, apiInPlan, instagramConnected } = this.settings;
		if (key === undefined || key === '') return documentedErrors.missingKey;
		if (!keys.includes(key)) return documentedErrors.invalidKey;
		if (!apiInPlan) return documentedErrors.noApiPlan;
		if (!instagramConnected) return documentedErrors.noInstagram;
		return null;
	}

	/** Refuses what the plan no longer pays for. The count starts anew at the top of the hour. */
	allow(): Refusal | null {
		const hour = this.now().toISOString().slice(0, 13);
		if (hour !== this.hour) {
			this.hour = hour;
			this.usedThisHour = 0;
		}
		const { credits, hourlyLimit } = this.settings;
		if (credits !== null && credits <= 0) return documentedErrors.noCredits;
		if (hourlyLimit !== null && this.usedThisHour >= hourlyLimit) {
			return documentedErrors.hourlyLimit;
		}
		return null;
	}

	/** Books one message or reply that Instagram took. */
	charge(): void {
		this.usedThisHour += 1;
		if (this.settings.credits !== null) this.settings.credits -= 1;
	}
}
