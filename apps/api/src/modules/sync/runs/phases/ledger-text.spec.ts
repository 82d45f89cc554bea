import { grantsOf } from './ledger-text.js';

const ROLE = { kind: 'role', targetId: 2, roleId: 5, origin: 'granted', state: 'active', since: 1_767_225_600 };
const COHORT = { kind: 'cohort', targetId: 1, roleId: 0, origin: 'adopted', state: 'suspended', since: 17 };
const WHOLE = '2;role:2:5:granted:active:1767225600:,cohort:1:0:adopted:suspended:17:';

describe('a ledger in one text', () => {
  it('is read as its rows', () => {
    expect(grantsOf(WHOLE)).toEqual([ROLE, COHORT]);
    expect(grantsOf('0')).toEqual([]);
  });

  it('is not believed when it was cut, wherever that was', () => {
    const from = WHOLE.indexOf(';') + 1;
    for (let length = from; length < WHOLE.length; length++) expect(grantsOf(WHOLE.slice(0, length))).toBeNull();
  });
});
