import type { ChangeDto } from '@pulsetech/contracts';
import { CSV_HEAD, csvOf } from './history-csv.js';

const change = (part: Partial<ChangeDto>): ChangeDto => ({
  id: 7,
  userId: 3,
  userName: 'Per Son',
  action: 'granted',
  kind: 'role',
  targetId: 2,
  target: 'Advanced Topics',
  role: 'Student',
  mappingId: null,
  discordRole: 'Premium Member',
  because: 'role_held',
  sentence: 'Enrolled.',
  what: 'Enrolled.',
  cause: 'schedule',
  runId: 41,
  startedBy: null,
  at: 1_767_225_600,
  ...part,
});

describe('changes as CSV', () => {
  it('have a line of names, and one for each with the time in full', () => {
    expect(CSV_HEAD.trimEnd().split(',')).toHaveLength(15);
    expect(csvOf([change({})])).toBe(
      '7,2026-01-01T00:00:00.000Z,3,Per Son,granted,role,2,Advanced Topics,Student,,Premium Member,role_held,schedule,41,Enrolled.\r\n',
    );
  });

  it('keep commas, quotes and line breaks inside their cell', () => {
    expect(csvOf([change({ userName: 'Son, "Per"\r\nJr' })])).toContain(',"Son, ""Per""\r\nJr",');
  });

  it('keep letters of all scripts and emoji as they are, and semicolons inside their cell', () => {
    expect(csvOf([change({ userName: 'Zoë 李 🦊; Dr.' })])).toContain(',"Zoë 李 🦊; Dr.",');
  });

  it.each([';=1+1', '\t=1', '\r=1', 'x;=1+1', 'x; +1', 'x\t@A1', 'x\r\n-1'])(
    'hold no formula for a spreadsheet that takes other separators: %j',
    (name) => {
      expect(csvOf([change({ userName: name })])).toMatch(/[;\t\r\n] ?'[=+\-@]/);
    },
  );

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1'])(
    'hold no formula that a spreadsheet would calculate: %j',
    (name) => {
      expect(csvOf([change({ userName: name })])).toContain(`,"'${name}",`);
    },
  );
});
