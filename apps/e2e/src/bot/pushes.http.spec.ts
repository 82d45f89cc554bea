import { setTimeout as sleep } from 'node:timers/promises';
import { DISCORD_IDS } from '../harness/discord-people.js';
import { PushingSite } from './pushing-site.js';

const PROGRAMMING = 'PROG101';
const ADVANCED = 'PROG201';

let site: PushingSite;

beforeAll(async () => {
  site = await PushingSite.start();
});
afterEach(async () => {
  await site.product.sandbox.heal();
});

describe('a role that is given or taken in Discord', () => {
  it('reaches the LMS by itself, without a run', async () => {
    await site.johnHolds('studentAccess', 'premiumMember');
    await site.johnComesTo([PROGRAMMING, ADVANCED]);
    await site.johnHolds('premiumMember');
    await site.johnComesTo([ADVANCED]);
    await site.johnHolds('studentAccess');
    await site.johnComesTo([PROGRAMMING]);
  });

  it('is taken back when the member leaves, and only once Discord has said so itself', async () => {
    await site.product.sandbox.forgetRequests();
    await site.product.sandbox.removeMember(DISCORD_IDS.john);
    await site.johnComesTo([]);
    expect((await site.product.sandbox.requests())['GET /guilds/:guild/members/:user']).toBeGreaterThan(0);
    await site.johnHolds('studentAccess');
    await site.johnComesTo([PROGRAMMING]);
  });

  it('reaches a site that was down, when it is back', async () => {
    await site.product.stopServer('api');
    await site.johnHolds('premiumMember');
    await site.johnHolds('studentAccess', 'premiumMember');
    await sleep(2_000);
    await site.product.startServer('api');
    await site.johnComesTo([PROGRAMMING, ADVANCED], 40_000);
  });

  it('is told to whoever was killed before, by the session that goes on', async () => {
    await site.product.crash('billing');
    await site.johnHolds('premiumMember');
    await site.product.startServer('billing');
    await site.johnComesTo([ADVANCED], 60_000);
  });

  it('is found by the next session, when the one before was lost with what it had not told', async () => {
    await site.product.sandbox.ask('POST', '/__control/gateway/invalidate');
    await site.johnHolds('studentAccess');
    await site.johnComesTo([PROGRAMMING], 60_000);
  });
});
