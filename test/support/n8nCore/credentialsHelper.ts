import { set } from 'lodash';
import { getAdditionalKeys } from 'n8n-core';
import {
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** A credential as a person filled it in; fields left out take their defaults. */
export type CredentialFields = Record<string, string | boolean | number>;

const notKept = () => Promise.reject(new UnexpectedError('The harness keeps no credentials'));

/**
 * Credentials held in memory, one for each type, given to nodes as n8n's own CredentialsHelper
 * does: defaults filled in, expressions resolved, `authenticate` applied as a function or as the
 * declarative "generic" form.
 */
export class CredentialsInMemory extends ICredentialsHelper {
	constructor(
		private readonly types: readonly ICredentialType[],
		private readonly stored: ReadonlyMap<string, CredentialFields>,
	) {
		super();
	}

	private typeOf(name: string): ICredentialType {
		const type = this.types.find((candidate) => candidate.name === name);
		if (!type) throw new UnexpectedError(`No credential type "${name}" was given to the harness`);
		return type;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.typeOf(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);
		if (authenticate === undefined) return requestOptions;
		if (!workflow || !node) throw new UnexpectedError('Declarative authentication needs a node');
		const resolve = (value: string): string => {
			if (!isExpression(value)) return value;
			const resolved = workflow.expression.getSimpleParameterValue(
				node,
				value,
				'internal',
				{ $credentials: credentials },
				undefined,
				'',
			);
			return String(resolved ?? '');
		};
		requestOptions.headers ??= {};
		const parts: Record<string, object | string | boolean> = {
			...authenticate.properties,
		};
		for (const [part, entries] of Object.entries(parts)) {
			if (typeof entries !== 'object') continue;
			for (const [key, value] of Object.entries<unknown>({ ...entries })) {
				set(requestOptions, [part, resolve(key)], resolve(String(value)));
			}
		}
		return requestOptions;
	}

	getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		_nodeCredentials: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		at?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.stored.get(type);
		if (!stored) return Promise.reject(new UnexpectedError(`No credential of type "${type}"`));
		if (raw) return Promise.resolve({ ...stored });
		const fields = this.withDefaults(type, stored);
		if (!at) return Promise.resolve(fields);
		const resolved: ICredentialDataDecryptedObject = {};
		for (const [name, value] of Object.entries(fields)) {
			const result = at.workflow.expression.getParameterValue(
				value,
				at.runExecutionData,
				at.runIndex,
				at.itemIndex,
				at.node.name,
				at.connectionInputData,
				mode,
				getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
				executeData,
				false,
				fields,
			);
			if (typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean') {
				resolved[name] = result;
			}
		}
		return Promise.resolve(resolved);
	}

	/** The stored fields with the type's defaults for those left out, as n8n hands them to a node. */
	withDefaults(type: string, stored: CredentialFields): CredentialFields {
		const filled: INodeParameters | null = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(type),
			stored,
			true,
			false,
			null,
			null,
		);
		const fields: CredentialFields = {};
		for (const [name, value] of Object.entries(filled ?? {})) {
			if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
				fields[name] = value;
			}
		}
		return fields;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.typeOf(type).properties;
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	preAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	runPreAuthentication(): Promise<undefined> {
		return Promise.resolve(undefined);
	}

	getCredentials(): Promise<ICredentials> {
		return notKept();
	}

	updateCredentials(): Promise<void> {
		return notKept();
	}

	updateCredentialsOauthTokenData(): Promise<void> {
		return notKept();
	}
}
