import { SecretMemory } from '../../../../nodes/InstantDmTrigger/secrets';
import { commentBody, credential, n8n, SECRET, sign } from './trigger';

const SECOND = 1000;

describe('the memory of a trigger’s secrets', () => {
	/** A credential that people change, and what reads it. */
	function remembered() {
		const stored = {
			secrets: ['one'],
			reads: 0,
			tried: [] as string[],
			isBroken: false,
			now: 5 * SECOND,
		};
		const memory = new SecretMemory(() => stored.now);
		const check = (secret: string) =>
			memory.check(
				(secrets) => {
					stored.tried.push(...secrets);
					return secrets.includes(secret);
				},
				() => {
					stored.reads++;
					return stored.isBroken
						? Promise.reject(new Error('The database is away'))
						: Promise.resolve(stored.secrets);
				},
			);
		return { stored, check };
	}

	it('reads the credential once for many deliveries', async () => {
		const { stored, check } = remembered();
		for (let delivery = 0; delivery < 100; delivery++) {
			expect(await check('one')).toBeUndefined();
			stored.now += 100;
		}
		expect(stored.reads).toBe(1);
	});

	it('accepts a new secret right away', async () => {
		const { stored, check } = remembered();
		await check('one');
		stored.now += SECOND;
		stored.secrets = ['two', 'one'];
		expect(await check('two')).toBeUndefined();
	});

	it('refuses a removed secret within half a minute', async () => {
		const { stored, check } = remembered();
		await check('one');
		stored.secrets = ['two'];
		stored.now += 30 * SECOND;
		expect(await check('one')).toBe('invalid_signature');
	});

	it('refuses a removed secret as soon as the new one was used', async () => {
		const { stored, check } = remembered();
		await check('one');
		stored.secrets = ['two'];
		stored.now += SECOND;
		await check('two');
		expect(await check('one')).toBe('invalid_signature');
	});

	it('reads the credential once a second at most under a flood of forged deliveries', async () => {
		const { stored, check } = remembered();
		for (let delivery = 0; delivery < 10_000; delivery++) {
			expect(await check('forged')).toBe('invalid_signature');
			stored.now++;
		}
		expect(stored.reads).toBe(10);
	});

	it('reads it once for deliveries that arrive together', async () => {
		const { stored, check } = remembered();
		const all = await Promise.all([check('one'), check('forged'), check('one')]);
		expect(all).toEqual([undefined, 'invalid_signature', undefined]);
		expect(stored.reads).toBe(1);
	});

	it('tries each secret once for a delivery', async () => {
		const { stored, check } = remembered();
		await check('one');
		stored.now += SECOND;
		stored.tried = [];
		stored.secrets = ['two', 'one'];
		expect(await check('forged')).toBe('invalid_signature');
		expect(stored.tried).toEqual(['one', 'two']);
	});

	it('keeps the last secrets while the credential cannot be read', async () => {
		const { stored, check } = remembered();
		await check('one');
		stored.isBroken = true;
		for (let minute = 0; minute < 10; minute++) {
			expect(await check('one')).toBeUndefined();
			expect(await check('forged')).toBe('invalid_signature');
			stored.now += 60 * SECOND;
		}
		expect(await check('one')).toBe('no_secret');
		stored.isBroken = false;
		stored.now += SECOND;
		expect(await check('one')).toBeUndefined();
	});

	it('says that there is none, and finds the one that is added', async () => {
		const { stored, check } = remembered();
		stored.secrets = [];
		expect(await check('one')).toBe('no_secret');
		expect(await check('one')).toBe('no_secret');
		stored.secrets = ['one'];
		stored.now += SECOND;
		expect(await check('one')).toBeUndefined();
		expect(stored.reads).toBe(2);
	});
});

describe('a trigger whose credential changes', () => {
	const served: Awaited<ReturnType<typeof n8n.serveTrigger>>[] = [];
	afterEach(async () => {
		for (const one of served.splice(0)) await one.close();
	});

	/** Delivers comments signed with a secret to one trigger with that credential. */
	async function delivering(stored: Record<string, string>) {
		const workflowId = expect.getState().currentTestName ?? '';
		const one = await n8n.serveTrigger({ credential: stored, workflowId });
		served.push(one);
		let comments = 0;
		return async (secret: string) => {
			const body = commentBody({ id: String(++comments) });
			const headers = { 'x-webhook-signature': sign(body, secret) };
			const response = await fetch(one.url, { method: 'POST', headers, body });
			return { status: response.status, body: await response.json() };
		};
	}

	it('accepts what the new secret signed', async () => {
		const stored = { ...credential };
		const deliver = await delivering(stored);
		expect(await deliver(SECRET)).toMatchObject({ status: 200 });
		stored.webhookSecret = 'new';
		jest.spyOn(performance, 'now').mockReturnValue(performance.now() + SECOND);
		expect(await deliver('new')).toMatchObject({ status: 200 });
		expect(await deliver(SECRET)).toMatchObject({ status: 401 });
		jest.restoreAllMocks();
	});

	it('goes on with the last secret when reading the credential fails once', async () => {
		let fails = false;
		const hiccups = {
			...credential,
			get webhookSecret(): string {
				if (fails) throw new Error('The database is away');
				return SECRET;
			},
		};
		const deliver = await delivering(hiccups);
		expect(await deliver(SECRET)).toMatchObject({ status: 200 });
		fails = true;
		jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 60 * SECOND);
		expect(await deliver(SECRET)).toMatchObject({ status: 200 });
		expect(await deliver('forged')).toMatchObject({ status: 401 });
		jest.restoreAllMocks();
	});

	it('rejects everything while the credential cannot be read, and starts nothing', async () => {
		const broken = {
			...credential,
			get webhookSecret(): string {
				throw new Error('It cannot be decrypted');
			},
		};
		const deliver = await delivering(broken);
		expect(await deliver(SECRET)).toEqual({
			status: 401,
			body: { status: 'rejected', reason: 'no_secret' },
		});
		expect(served[0]?.deliveries[0]).not.toHaveProperty('workflowData');
	});
});
