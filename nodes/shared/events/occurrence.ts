import type { JsonObject } from '../json/exactJson';

/** One thing that happened, as it was reported, before anyone says which event it is. */
export interface Occurrence {
	/** Whether its shape is one that Meta or InstantDM documents. */
	known: boolean;
	/** The element as it came, with its wrapper. */
	raw: JsonObject;
	/** The object that holds the fields. */
	value: JsonObject;
	/** The entry it came in; empty for flow events. */
	entry: JsonObject;
	/** The subscription field of a change, such as `live_comments`. */
	field: string | null;
	/** InstantDM's `idm_optimized_body`, where it is about this element; else empty. */
	optimized: JsonObject;
}
