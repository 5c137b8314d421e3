import { z } from 'zod';

const MEDIA_TYPES = ['IMAGE', 'VIDEO', 'CAROUSEL_ALBUM'] as const;
const PRODUCT_TYPES = ['FEED', 'REELS', 'STORY', 'AD'] as const;

/** Every row has an id and the moment it came about, in milliseconds since 1970. */
const row = { id: z.string().min(1), at: z.number() };
const count = z.number().int().nonnegative().default(0);

/** What Instagram, Facebook and InstantDM keep, one schema for each kind of row. */
const schemas = {
	person: z
		.object({
			...row,
			username: z.string(),
			name: z.string().default(''),
			followerCount: count,
			/** Whether they follow the account. */
			isFollowing: z.boolean().default(false),
			/** Whether the account follows them. */
			isBusinessFollowing: z.boolean().default(false),
		})
		.strict(),
	post: z
		.object({
			...row,
			caption: z.string().optional(),
			mediaType: z.enum(MEDIA_TYPES).default('IMAGE'),
			productType: z.enum(PRODUCT_TYPES).default('FEED'),
			likeCount: count,
		})
		.strict(),
	comment: z
		.object({
			...row,
			postId: z.string(),
			/** Who wrote it; the account's own id for its own. */
			personId: z.string(),
			text: z.string(),
			/** The top-level comment that it replies to. */
			parentId: z.string().optional(),
			likeCount: count,
			hidden: z.boolean().default(false),
		})
		.strict(),
	message: z
		.object({
			...row,
			/** The other side of the conversation, whoever wrote. */
			personId: z.string(),
			isOwn: z.boolean().default(false),
			text: z.string().optional(),
			/** As a webhook has them: `[{ type, payload: { url } }]`. */
			attachments: z
				.array(z.object({ type: z.string(), payload: z.record(z.unknown()).default({}) }))
				.default([]),
			/** The account's story that it answers. */
			repliesToStory: z.object({ id: z.string(), url: z.string() }).optional(),
			isUnsupported: z.boolean().default(false),
		})
		.strict(),
	/** A post in the making. */
	container: z
		.object({
			...row,
			caption: z.string().optional(),
			mediaType: z.enum(MEDIA_TYPES),
			productType: z.enum(PRODUCT_TYPES),
			/** How many more times Instagram says that it is not ready. */
			callsLeft: count,
			isPublished: z.boolean().default(false),
		})
		.strict(),
	flow: z.object({ ...row, name: z.string(), messages: z.array(z.string()).nonempty() }).strict(),
	contact: z
		.object({
			...row,
			tags: z.array(z.string()).default([]),
			info: z.record(z.unknown()).default({}),
		})
		.strict(),
	adAccount: z.object({ ...row, name: z.string(), currency: z.string().default('EUR') }).strict(),
	campaign: z.object({ ...row, adAccountId: z.string(), name: z.string() }).strict(),
	adSet: z.object({ ...row, campaignId: z.string(), name: z.string() }).strict(),
	ad: z
		.object({
			...row,
			adSetId: z.string(),
			name: z.string(),
			/** The Instagram post it shows, if it shows one. */
			postId: z.string().optional(),
			/** Whether it belongs to another Instagram account than the connected one. */
			isForeign: z.boolean().default(false),
			impressions: count,
			clicks: count,
		})
		.strict(),
	facebookPost: z.object({ ...row, message: z.string() }).strict(),
	facebookComment: z
		.object({
			...row,
			postId: z.string(),
			message: z.string(),
			/** Who wrote it; the page itself where it is left out. */
			personId: z.string().optional(),
			name: z.string().default('Our Shop'),
			parentId: z.string().optional(),
		})
		.strict(),
};

type Schemas = typeof schemas;
export type Kind = keyof Schemas;
export type Row<K extends Kind> = z.output<Schemas[K]>;
/** A row to come; id and time are given to it where it has none. */
export type NewRow<K extends Kind> = Omit<z.input<Schemas[K]>, 'id' | 'at'> & {
	id?: string | undefined;
	at?: number | undefined;
};
export type Changes<K extends Kind> = Partial<NewRow<K>>;
/** Rows to begin with, by kind. */
export type Seed = Readonly<Partial<Record<Kind, readonly Record<string, unknown>[]>>>;

export const rowSchemas: { [K in Kind]: z.ZodType<Row<K>, z.ZodTypeDef, unknown> } = schemas;

export const kinds = [
	'person',
	'post',
	'comment',
	'message',
	'container',
	'flow',
	'contact',
	'adAccount',
	'campaign',
	'adSet',
	'ad',
	'facebookPost',
	'facebookComment',
] as const satisfies readonly Kind[];

/** How the ids look that are handed out: a number is appended. */
export const idPrefixes: Readonly<Record<Kind, string>> = {
	person: '2358708',
	post: '1807135',
	comment: '1789001',
	message: 'aWdfZAG1fc3RhbmRpbg',
	container: '1792000',
	flow: '0e3501b6-0000-4000-8000-',
	contact: '2358709',
	adAccount: 'act_4120',
	campaign: '1202100',
	adSet: '1202200',
	ad: '1202300',
	facebookPost: '102030405060708_1220',
	facebookComment: '1220000000000001_33',
};
