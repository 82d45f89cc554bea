import type { CreatedTokenDto, TokenDto } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../../test/close-after.js';
import { SiteFixture } from '../../../../test/site.fixture.js';
import { TokensService } from '../tokens.service.js';
import { TokenCreateCommand } from './token-create.command.js';
import { TokenListCommand } from './token-list.command.js';
import { TokenRevokeCommand } from './token-revoke.command.js';

const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';

describe('on the command line', () => {
  let site: SiteFixture;
  let adminId: number;

  beforeAll(async () => {
    site = await SiteFixture.start();
    adminId = (await site.manager({ username: 'admin' })).id;
  }, 120_000);
  closeAfterAll(() => site);

  /** What was written to the standard output and to standard error. */
  const written = async (work: () => Promise<void>): Promise<[string, string]> => {
    const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await work();
      const text = (spy: typeof out): string => spy.mock.calls.map(([piece]) => String(piece)).join('');
      return [text(out), text(err)];
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  };
  const command = (): TokenCreateCommand => site.app.get(TokenCreateCommand);

  it('a token is made with its limits and printed alone, so that a script can read it', async () => {
    const options = {
      name: command().name(' bot '),
      owner: 'admin',
      functions: command().functions(`${MAPPINGS}, `),
      validUntil: command().validUntil('2027-01-31'),
      addresses: '10.0.0.0/8',
    };
    const [out, err] = await written(() => command().run([], options));
    expect(out).toMatch(/^[0-9a-f]{32}\n$/);
    expect(err).toContain('not shown again');
    const [listed] = await written(() => site.app.get(TokenListCommand).run([], {}));
    expect(listed).toContain(
      `bot\tbot\tadmin\tactive\t${MAPPINGS}\tuntil 2027-01-31T23:59:59Z\tfrom 10.0.0.0/8\tmade on the command line\tnever used\n`,
    );
    expect(listed).not.toContain(out.trim());
  });

  it('everything can be had as JSON', async () => {
    const [out] = await written(() => command().run([], { name: 'json', owner: 'admin', json: true }));
    const created = JSON.parse(out) as CreatedTokenDto;
    const [listed] = await written(() => site.app.get(TokenListCommand).run([], { json: true }));
    expect((JSON.parse(listed) as TokenDto[]).find(({ id }) => id === created.details.id)).toEqual(created.details);
  });

  it('the billing server’s token is handed over and never printed', async () => {
    const [out] = await written(() => command().run([], { owner: 'admin', forBilling: true }));
    expect(out).toMatch(/^The billing server has taken token \d+\.\n$/);
    const [json] = await written(() => command().run([], { owner: 'admin', forBilling: true, json: true }));
    expect(JSON.parse(json)).toMatchObject({ details: { kind: 'billing', createdBy: null }, handover: { done: true } });
    for (const { webserviceToken } of site.billing.registrations) expect(out + json).not.toContain(webserviceToken);
  });

  it('mistakes are named with what is right', async () => {
    const run = (options: Parameters<TokenCreateCommand['run']>[1]) => command().run([], options);
    await expect(run({ owner: 'admin' })).rejects.toThrow('--name');
    await expect(run({ name: 'x', owner: 'nobody' })).rejects.toThrow('no user with this name');
    await expect(run({ name: 'x', owner: 'admin', functions: ['core_x'] })).rejects.toThrow(MAPPINGS);
    await expect(run({ name: 'x', owner: 'admin', functions: [] })).rejects.toThrow('at least one function');
    await expect(run({ name: 'x', owner: 'admin', addresses: '10.0.0.1,host' })).rejects.toThrow('“host”');
    await expect(run({ name: 'x', owner: 'admin', validUntil: 1 })).rejects.toThrow('past already');
    await expect(run({ owner: 'admin', forBilling: true, functions: [MAPPINGS] })).rejects.toThrow('limits of its own');
    expect(() => command().name(' ')).toThrow('Give the token a name');
    const revoke = site.app.get(TokenRevokeCommand);
    await expect(revoke.run(['x'])).rejects.toThrow('id of the token');
    await expect(revoke.run(['999999'])).rejects.toThrow('does not exist any more');
  });

  it('a token is revoked', async () => {
    const { details } = await site.app.get(TokensService).create('gone', adminId);
    const [out] = await written(() => site.app.get(TokenRevokeCommand).run([String(details.id)]));
    expect(out).toContain(`Token ${details.id} is revoked`);
    expect((await site.app.get(TokensService).list()).some(({ id }) => id === details.id)).toBe(false);
  });
});
