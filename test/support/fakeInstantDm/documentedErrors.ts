/** The error table of InstantDM's API documentation ("Error Codes"), status and message as printed. */
export const documentedErrors = {
	missingKey: { status: 401, message: 'Missing API key' },
	invalidKey: { status: 401, message: 'Invalid API key' },
	missingCommentFields: { status: 400, message: 'Missing comment_id or comment_text' },
	missingRecipient: { status: 400, message: 'Missing recipient_id' },
	missingComment: { status: 400, message: 'Missing comment_id for comment_reply' },
	missingMessage: { status: 400, message: 'Missing message' },
	unknownAction: { status: 400, message: 'Unknown action' },
	noInstagram: { status: 404, message: 'No Instagram access token found' },
	noApiPlan: { status: 403, message: 'API access requires higher plan' },
	noWebhookPlan: { status: 403, message: 'API & Webhook integrations require higher plan' },
	noKeyPlan: { status: 403, message: 'API keys require higher plan' },
	hourlyLimit: { status: 429, message: 'Hourly rate limit reached. Please try again later.' },
	noCredits: {
		status: 402,
		message: 'Insufficient credits. Please upgrade or purchase top-up credits.',
	},
} as const;

export type DocumentedError = keyof typeof documentedErrors;

/** How InstantDM wraps a message; its documentation prints the messages but not the body. */
export const errorShapes = ['error', 'errorObject', 'message', 'text'] as const;
type ErrorShape = (typeof errorShapes)[number];

/** The answer's body for a message of InstantDM's own. */
export function errorBody(message: string, shape: ErrorShape): unknown {
	switch (shape) {
		case 'error':
			return { error: message };
		case 'errorObject':
			return { error: { message } };
		case 'message':
			return { message };
		case 'text':
			return message;
	}
}
