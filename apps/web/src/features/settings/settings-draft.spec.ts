import { freshState } from '../../../test/fake-data.js';
import { settingValue } from './setting-words.js';
import { differing, faultsOf, isShown, rebase, toSave, UNTOUCHED, valuesOf } from './settings-draft.js';

const { settings: stored } = freshState();

describe('settings that are being changed', () => {
  it('sends the revision that was seen when the change began', () => {
    const draft = { ...UNTOUCHED, revision: 2, changes: { linkByEmail: true } };
    expect(toSave(stored, draft)).toEqual({
      discordLogin: true,
      autoCreate: true,
      linkByEmail: true,
      syncInterval: 'hourly',
      removalStopCount: 20,
      removalStopShare: 10,
      lossPolicy: 'unenrol',
      graceDays: 0,
      brokenMappings: 'hold',
      historyDays: 365,
      webserviceEnabled: true,
      webserviceDebug: 'off',
      webserviceLogDays: 30,
      revision: 2,
    });
  });

  it('leaves the licence key alone unless a new one is typed', () => {
    expect(toSave(stored, { ...UNTOUCHED, licenceKey: '  ' })).not.toHaveProperty('licenceKey');
    expect(toSave(stored, { ...UNTOUCHED, licenceKey: ' PLMS-1 ' }).licenceKey).toBe('PLMS-1');
  });

  it('removes the key only when that was asked for', () => {
    expect(toSave(stored, { ...UNTOUCHED, removeKey: true }).licenceKey).toBe('');
  });

  it('keeps what was typed when somebody else has saved, and takes theirs where nothing was typed', () => {
    const draft = { ...UNTOUCHED, revision: 3, licenceKey: 'PLMS-1', changes: { syncInterval: 'weekly' as const } };
    const theirs = { ...stored, revision: 4, syncInterval: 'daily' as const, autoCreate: false };
    const rebased = rebase(draft, theirs);
    expect(valuesOf(theirs, rebased)).toMatchObject({ syncInterval: 'weekly', autoCreate: false });
    expect(rebased).toMatchObject({ licenceKey: 'PLMS-1', revision: 4, stale: true });
    expect(differing(theirs, rebased)).toEqual(['syncInterval']);
  });

  it('names the settings of the web service among those that differ', () => {
    const changes = { webserviceLogDays: 7, webserviceDebug: 'display', webserviceEnabled: false } as const;
    const draft = { ...UNTOUCHED, changes };
    const names = differing(stored, draft);
    const words = names.map((name) => settingValue(valuesOf(stored, draft), name));
    expect(names).toEqual(['webserviceEnabled', 'webserviceDebug', 'webserviceLogDays']);
    expect(words).toEqual(['off', 'In the message', '7 days']);
  });

  it('refuses days that are empty, and nothing else', () => {
    const emptied = { ...UNTOUCHED, changes: { webserviceLogDays: null } };
    expect(faultsOf(valuesOf(stored, emptied))).toEqual({
      webserviceLogDays: 'Choose a whole number of days from 1 to 365.',
    });
    expect(toSave(stored, emptied)).not.toHaveProperty('webserviceLogDays');
    expect(faultsOf(valuesOf(stored, UNTOUCHED))).toEqual({});
  });

  it('refuses numbers outside of their limits, each with its own sentence', () => {
    const changes = {
      removalStopCount: 0,
      removalStopShare: 101,
      historyDays: 6,
      lossPolicy: 'suspend',
      graceDays: null,
    } as const;
    expect(faultsOf(valuesOf(stored, { ...UNTOUCHED, changes }))).toEqual({
      removalStopShare: 'Choose a whole number of percent from 0 to 100.',
      historyDays: 'Choose a whole number of days from 7 to 3650.',
      graceDays: 'Choose a whole number of days from 0 (never) to 3650.',
    });
  });

  it('asks for a grace period only where suspensions can end', () => {
    const changes = { lossPolicy: 'unenrol', graceDays: null } as const;
    const draft = { ...UNTOUCHED, changes };
    expect(isShown('graceDays', valuesOf(stored, draft))).toBe(false);
    expect(faultsOf(valuesOf(stored, draft))).toEqual({});
    expect(toSave(stored, draft)).not.toHaveProperty('graceDays');
  });

  it('says the settings of runs as the page says them', () => {
    const changes = {
      lossPolicy: 'suspend',
      graceDays: 1,
      removalStopCount: 1500,
      removalStopShare: 5,
      brokenMappings: 'keep',
    } as const;
    const draft = { ...UNTOUCHED, changes };
    const words = differing(stored, draft).map((name) => settingValue(valuesOf(stored, draft), name));
    expect(words).toEqual(['Suspend', '1 day', '1,500', '5 %', 'They keep it']);
  });

  it('does not count a setting as changed that was changed back', () => {
    expect(differing(stored, { ...UNTOUCHED, changes: { autoCreate: stored.autoCreate } })).toEqual([]);
  });
});
