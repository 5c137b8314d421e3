/** A setting or a credential that cannot work as it is; `hint` says what to do about it. */
export class SetupError extends Error {
	constructor(
		message: string,
		readonly hint: string,
	) {
		super(message);
	}
}
