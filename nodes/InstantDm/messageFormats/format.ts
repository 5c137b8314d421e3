import type { INodeProperties } from 'n8n-workflow';

import type { ReadItem } from '../fields/readItem';

/** A message as InstantDM forwards it to Instagram. */
export type Message = Record<string, unknown>;

/** One kind of message: its entry in the Message Type list, its fields, and what they become. */
export interface MessageFormat {
	value: string;
	name: string;
	description: string;
	/** Shown when this format is chosen; where and when else is said once, by the table. */
	fields: INodeProperties[];
	/**
	 * The message as InstantDM documents it under "Message Formats".
	 * @throws InputError naming the field
	 */
	build(read: ReadItem): Message;
}
