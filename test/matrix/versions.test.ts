import { allVersions, chooseVersions } from './versions';

describe('the versions of n8n', () => {
	it('are those with a lock file, oldest first', async () => {
		const names = (await allVersions()).map(({ n8n }) => n8n);
		expect(names.slice(0, 3)).toEqual(['1.85.4', '1.123.81', '2.8.4']);
		expect(new Set(names).size).toBe(names.length);
	});

	const versions = ['1.9.0', '1.10.0'].map((n8n) => ({ n8n, folder: `/${n8n}` }));

	it('are all tested unless some are named', () => {
		expect(chooseVersions(versions, undefined)).toEqual(versions);
		expect(chooseVersions(versions, '')).toEqual(versions);
		expect(chooseVersions(versions, ' 1.10.0 ,')).toEqual(versions.slice(1));
	});

	it('that nobody has a lock file for are named', () => {
		expect(() => chooseVersions(versions, '1.10.0,3.0.0')).toThrow(
			'No lock file for n8n 3.0.0; there are: 1.9.0, 1.10.0',
		);
	});
});
