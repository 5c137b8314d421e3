/** An error of the Instagram API, which InstantDM passes through. */
export interface InstagramError {
	status: number;
	code: number;
	subcode?: number | undefined;
	message: string;
}

/**
 * The body of an Instagram error. `type` is what graph.instagram.com says; on graph.facebook.com
 * the same errors carry OAuthException.
 * @see https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes
 */
export function instagramErrorBody({ code, subcode, message }: InstagramError): unknown {
	return {
		error: {
			message,
			type: 'IGApiException',
			code,
			...(subcode !== undefined && { error_subcode: subcode }),
			fbtrace_id: 'AFakeInstantDmTraceId0000000',
		},
	};
}
