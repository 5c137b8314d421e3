/** What InstantDM itself has against a request, with the flags of its Open API. */
export interface Refusal {
	status: number;
	message: string;
	upgrade_required?: true;
	reconnect_required?: true;
	credits_remaining?: number;
}

/**
 * The error table of InstantDM's API documentation ("Error Codes"), status and message as printed.
 * The last three are the Open API's: their statuses and flags are documented, their words are not.
 */
export const documentedErrors = {
	missingKey: { status: 401, message: 'Missing API key' },
	invalidKey: { status: 401, message: 'Invalid API key' },
	missingCommentFields: { status: 400, message: 'Missing comment_id or comment_text' },
	missingRecipient: { status: 400, message: 'Missing recipient_id' },
	missingComment: { status: 400, message: 'Missing comment_id for comment_reply' },
	missingMessage: { status: 400, message: 'Missing message' },
	unknownAction: { status: 400, message: 'Unknown action' },
	noInstagram: { status: 404, message: 'No Instagram access token found' },
	noApiPlan: { status: 403, message: 'API access requires higher plan', upgrade_required: true },
	noWebhookPlan: { status: 403, message: 'API & Webhook integrations require higher plan' },
	noKeyPlan: { status: 403, message: 'API keys require higher plan' },
	hourlyLimit: { status: 429, message: 'Hourly rate limit reached. Please try again later.' },
	noCredits: {
		status: 402,
		message: 'Insufficient credits. Please upgrade or purchase top-up credits.',
		credits_remaining: 0,
	},
	noPage: { status: 404, message: 'No Facebook Page connected' },
	noFacebookLogin: {
		status: 403,
		message: 'Ads need Instagram connected through Facebook Login',
		reconnect_required: true,
	},
	noInstagramMedia: { status: 404, message: 'Ad has no Instagram media' },
} as const satisfies Record<string, Refusal>;

export type DocumentedError = keyof typeof documentedErrors;
