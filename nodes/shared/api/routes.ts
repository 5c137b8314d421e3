import { getRequest, listRequest, type ApiRequest } from './request';

/** The reading calls of InstantDM's Open API 1.1 that lists to choose from, operations and polling share. */

/** The connected account: `data: { ig_user_id, ig_username, plan_id, credits_remaining, … }`. */
export const accountDetails = (): ApiRequest => getRequest('/account_details');

/** The account's posts and reels. */
export const posts = (limit: number): ApiRequest =>
	listRequest('/ig_posts', {}, limit, 'posts_lists.data');

/** The comments on a post of the account. */
export const commentsOn = (postId: string, limit: number): ApiRequest =>
	listRequest('/ig_comments', { post_id: postId }, limit);

/** The comments under an ad that has an Instagram post. */
export const commentsUnderAd = (adId: string, limit: number): ApiRequest =>
	listRequest('/ad_comments', { ad_id: adId }, limit);

/** The account's conversations. */
export const conversations = (limit: number): ApiRequest =>
	listRequest('/ig_conversations', {}, limit);

/** The messages of a conversation, newest first. */
export const messagesIn = (conversationId: string, limit: number): ApiRequest =>
	listRequest('/ig_conversation_messages', { conversation_id: conversationId }, limit);

/** The ad accounts of the connected Facebook user. */
export const adAccounts = (limit: number): ApiRequest => listRequest('/ad_accounts', {}, limit);

/** The posts of the connected Facebook page. */
export const facebookPosts = (limit: number): ApiRequest =>
	listRequest('/fb_page_posts', {}, limit);

/** The campaigns of an ad account. */
export const adCampaigns = (adAccountId: string, limit: number): ApiRequest =>
	listRequest('/ad_campaigns', { ad_account_id: adAccountId }, limit);

/** The ad sets of a campaign. */
export const adSets = (campaignId: string, limit: number): ApiRequest =>
	listRequest('/ad_sets', { campaign_id: campaignId }, limit);

/** Ads, by their account or ad set. */
export const ads = (query: Record<string, string>, limit: number): ApiRequest =>
	listRequest('/ads', query, limit);
