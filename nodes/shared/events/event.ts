import type { AnyZodObject, z } from 'zod';

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

/** An event that can start a workflow, with all that is particular to it. */
export interface InstantDmEvent<Name extends string, Schema extends AnyZodObject> {
	/** X-Event-Type, the value of the setting, and the field `event` of an item. */
	name: Name;
	/** What people read wherever the event is shown: "New Comment". */
	label: string;
	/** What it means, below the label. */
	description: string;
	/** The entry in n8n's list of triggers: "On new comment". */
	action: string;
	/** The simplified item. */
	schema: Schema;
	/**
	 * The flat item that a workflow gets instead of the raw element: every field of the event is
	 * there, null where it does not apply, and ids are strings.
	 * @param delivered when InstantDM says it sent the delivery, in milliseconds since 1970
	 */
	simplify: (occurrence: Occurrence, delivered: number | null) => z.infer<Schema>;
}
