import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ChangesQueryDto } from './api/history.dto.js';
import { CreateDiscordRoleDto } from './api/mappings.dto.js';
import { RunsQueryDto } from './api/run-requests.dto.js';
import { SaveSettingsDto } from './api/settings.dto.js';
import { CreateTokenDto } from './api/tokens.dto.js';
import { CreateGuildRoleRequest } from './billing/guild.dto.js';
import { VerifyLicenceRequest } from './billing/licence.dto.js';

describe('what is sent', () => {
  it.each([CreateTokenDto, CreateDiscordRoleDto, CreateGuildRoleRequest])('as a name is no blank: %p', (cls) => {
    const named = (name: unknown) => plainToInstance<{ name: string }, unknown>(cls, { name, requestId: 'a-request' });
    expect(named('  Bot ').name).toBe('Bot');
    expect(validateSync(named('  Bot '))).toEqual([]);
    for (const name of ['', ' ', ' \t\u00a0', 7, null]) expect(validateSync(named(name))).toHaveLength(1);
  });

  it('as the address of a site begins with http or https', () => {
    const faults = (siteUrl: string) => validateSync(plainToInstance(VerifyLicenceRequest, { siteUrl }));
    for (const good of ['https://lms.example', 'http://localhost:3000']) expect(faults(good)).toEqual([]);
    for (const bad of ['ftp://lms.example', 'lms.example', 'javascript:alert(1)']) expect(faults(bad)).toHaveLength(1);
  });

  it('as settings may leave out those of runs and of the web service, but has no other values than the page offers', () => {
    const discord = { discordLogin: true, autoCreate: true, linkByEmail: false, syncInterval: 'daily', revision: 1 };
    const faults = (more: object) => validateSync(plainToInstance(SaveSettingsDto, { ...discord, ...more }));
    const runs = { removalStopCount: 0, removalStopShare: 100, lossPolicy: 'suspend', graceDays: 14, historyDays: 7 };
    const good = [
      {},
      { ...runs, brokenMappings: 'keep' },
      { webserviceEnabled: false, webserviceDebug: 'display', webserviceLogDays: 365 },
    ];
    for (const more of good) expect(faults(more)).toEqual([]);
    const bad = [
      { webserviceEnabled: null },
      { webserviceDebug: 'all' },
      { webserviceLogDays: 0 },
      { webserviceLogDays: 366 },
      { webserviceLogDays: 1.5 },
      { licenceKey: null },
      { removalStopCount: -1 },
      { removalStopCount: '20' },
      { removalStopShare: 101 },
      { lossPolicy: 'delete' },
      { graceDays: 3651 },
      { brokenMappings: 'ignore' },
      { historyDays: 6 },
    ];
    for (const more of bad) expect(faults(more)).toHaveLength(1);
  });

  it.each([ChangesQueryDto, RunsQueryDto])('in an address as an id is a number that a row can have: %p', (cls) => {
    const faults = (before?: string) => validateSync(plainToInstance<object, unknown>(cls, { before }));
    for (const good of [undefined, '1', '2147483647']) expect(faults(good)).toEqual([]);
    for (const bad of ['0', '-1', '1.5', 'x', '', '2147483648']) expect(faults(bad)).toHaveLength(1);
  });
});
