/** The parameters of a direct message. */
export const hello = {
	resource: 'message',
	operation: 'send',
	recipientId: '2358708294634624',
	messageType: 'text',
	text: 'Hello Maria!',
} as const;
