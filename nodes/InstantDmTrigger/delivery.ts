/** What InstantDM says about a delivery beside its body. */
export interface DeliveryHeaders {
	/** X-Webhook-Signature. */
	signature: string | undefined;
	/** X-Event-Type. */
	eventType: string | undefined;
	/** X-Timestamp. */
	timestamp: string | undefined;
}

/** One HTTP request of InstantDM, as it came. */
export interface Delivery extends DeliveryHeaders {
	body: Buffer;
}
