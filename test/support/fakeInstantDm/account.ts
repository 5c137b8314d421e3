import { documentedErrors, type Refusal } from './documentedErrors';
import type { Settings } from './settings';

/** The caller's plan, hourly limit and credits, by an injected clock. */
export class Account {
	private hour = -1;
	private usedThisHour = 0;

	constructor(
		private readonly settings: Settings,
		private readonly now: () => Date,
	) {}

	/** Refuses callers that are not let in at all, before the request itself is looked at. */
	admit(key: string | undefined): Refusal | null {
		const { keys, apiInPlan } = this.settings;
		if (key === undefined || key === '') return documentedErrors.missingKey;
		if (!keys.includes(key)) return documentedErrors.invalidKey;
		return apiInPlan ? null : documentedErrors.noApiPlan;
	}

	/** Refuses what the plan no longer pays for. The count starts anew at the top of the hour. */
	allow(): Refusal | null {
		const hour = Math.floor(this.now().getTime() / this.hourMs);
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

	/** Whole seconds until the hour is over. */
	secondsLeft(): number {
		return Math.ceil((this.hourMs - (this.now().getTime() % this.hourMs)) / 1000);
	}

	private get hourMs(): number {
		return this.settings.hourSeconds * 1000;
	}

	/** Books what Instagram took: one message, reply or post unless told. */
	charge(messages = 1): void {
		const { settings } = this;
		this.usedThisHour += messages;
		if (settings.credits !== null) settings.credits = Math.max(0, settings.credits - messages);
	}
}
