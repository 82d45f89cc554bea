import { randomInt } from 'node:crypto';
import { makeLicenceKey } from '@pulsetech/domain';
import { DEMO_LICENCE } from '../harness/demo-licence.js';
import { LicensedSite } from './licensed-site.js';

let site: LicensedSite;
beforeAll(async () => {
  site = await LicensedSite.start();
  await site.expectWork();
});

describe('a licence key that was typed wrong', () => {
  it.each([
    ['in a group', 'PLMS-7H2K-ABCD-EFGH-9QXO', 'in its last group'],
    ['so that its check characters do not fit', 'PLMS-2345-6789-ABCD-EFGZ', 'has a typing error'],
    ['beyond recognition', 'secret', 'is not a licence key'],
  ])('%s is refused with what is wrong, and the licence of before goes on', async (_, licenceKey, words) => {
    await expect(site.admin.save({ licenceKey })).rejects.toThrow(words);
    await site.expectWork();
  });
});

describe('a licence that does not count', () => {
  afterEach(async () => {
    await site.useNewLicence();
    await site.expectWork();
  });

  it('because the billing server never issued it is told as unknown', async () => {
    await site.admin.save({ licenceKey: makeLicenceKey(randomInt) });
    await site.expectPause(/does not know this licence key/);
  });

  it('because it was revoked is told as revoked', async () => {
    const { clientId } = await site.useNewLicence();
    await site.product.cli('billing', 'license:revoke', clientId);
    await site.admin.verifyLicence();
    await site.expectPause(/was revoked/);
  });

  it('because it has expired is told with the day', async () => {
    const { clientId } = await site.useNewLicence('--expires', '2037-12-31');
    await DEMO_LICENCE.expire(site.product, clientId);
    await site.admin.verifyLicence();
    await site.expectPause(/expired on \d+ \w+ 20\d\d/);
  });
});
