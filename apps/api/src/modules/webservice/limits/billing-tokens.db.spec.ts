import { SiteFixture } from '../../../../test/site.fixture.js';
import { TokensService } from '../tokens.service.js';
import { BillingTokens } from './billing-tokens.js';

describe('the known tokens of the billing server', () => {
  let site: SiteFixture;
  beforeAll(async () => {
    site = await SiteFixture.start();
  }, 120_000);
  afterAll(() => site.close());

  it('are those that were made, retired and revoked a moment ago', async () => {
    const [tokens, billing] = [site.app.get(TokensService), site.app.get(BillingTokens)];
    const owner = await site.manager();
    const make = (kind: 'bot' | 'billing') => tokens.create('token', owner.id, { kind });
    const bot = await make('bot');
    expect(await billing.includes(bot.token)).toBe(false);
    const first = await make('billing');
    expect(await billing.includes(first.token)).toBe(true);
    const second = await make('billing');
    await tokens.retireBillingTokensBut(second.details.id);
    expect([await billing.includes(first.token), await billing.includes(second.token)]).toEqual([false, true]);
    await tokens.revoke(second.details.id);
    expect(await billing.includes(second.token)).toBe(false);
  });
});
