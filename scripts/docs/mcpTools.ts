import { table } from './markdown';
import { linkTo, operations } from './reference';

/** The tools of InstantDM's MCP server (its repository's README), and what does the same here. */
const MCP_TOOLS: [tool: string, ...operations: `${string}/${string}`[]][] = [
	['whoami', 'account/get'],
	['list_posts', 'post/getMany'],
	['create_post', 'post/create'],
	['publish_post', 'post/publish'],
	['list_comments', 'comment/getMany'],
	['reply_to_comment', 'comment/reply'],
	['send_dm', 'message/send'],
	['list_conversations', 'conversation/getMany'],
	['get_conversation', 'conversation/getMessages'],
	['get_contact_profile', 'contact/getProfile'],
	['get_account_insights', 'account/getInsights'],
	['get_post_insights', 'post/getInsights'],
	['list_ad_accounts', 'ad/getManyAccounts'],
	['list_ads', 'ad/getMany'],
	['list_ad_comments', 'comment/getMany'],
	['reply_to_ad_comment', 'comment/reply', 'comment/privateReply'],
	['list_fb_page_posts', 'facebookPost/getMany'],
	['list_fb_page_comments', 'facebookComment/getMany'],
	['reply_to_fb_comment', 'facebookComment/reply'],
	['trigger_flow', 'flow/start'],
	['create_or_update_contact', 'contact/upsert'],
	['disable_automation', 'account/pauseAutomations'],
];

/** @throws Error where the node has no such operation */
export function mcpTable(): string {
	return table(
		['MCP tool', 'Operation'],
		MCP_TOOLS.map(([tool, ...names]) => [`\`${tool}\``, names.map(linkOf).join(', ')]),
	);
}

function linkOf(name: string): string {
	const found = operations.find(({ resource, value }) => `${resource.value}/${value}` === name);
	if (found === undefined) throw new Error(`No operation ${name}`);
	return linkTo(found.heading);
}
