import { chooseVersions } from './versions';

describe('the versions of n8n to test', () => {
	it('are never silently fewer than those asked for', () => {
		const versions = ['1.9.0', '1.10.0'].map((n8n) => ({ n8n, folder: `/${n8n}` }));
		expect(chooseVersions(versions, ' 1.10.0 ,')).toEqual(versions.slice(1));
		expect(() => chooseVersions(versions, '1.10.0,3.0.0')).toThrow(
			'No lock file for n8n 3.0.0; there are: 1.9.0, 1.10.0',
		);
	});
});
