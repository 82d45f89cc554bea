import { changeFilterOf, changesCsv, changesQuery, isNarrowed } from './change-filter.js';
import { causeWords, runBegunBy } from './change-words.js';

describe('The filter of the changes', () => {
  it('comes from the address of the page, without what does not belong there', () => {
    const search = { tab: 'changes', userid: ' 123 ', courseid: 'five', action: 'revoked', cause: '', x: '1' };
    expect(changeFilterOf(search)).toEqual({ userid: '123', action: 'revoked' });
    expect(isNarrowed(changeFilterOf(search))).toBe(true);
    expect(isNarrowed({ cause: undefined })).toBe(false);
  });

  it('goes to the API under its own names, for a page and for the whole list as a file', () => {
    expect(changesQuery({ userid: '123', runid: '44' }, '911')).toBe('?userId=123&runId=44&before=911&limit=50');
    expect(changesCsv({ courseid: '5', cause: 'webservice' })).toBe(
      '/api/v1/sync/changes.csv?courseId=5&cause=webservice',
    );
    expect(changesCsv({})).toBe('/api/v1/sync/changes.csv');
  });

  it('leaves causes that there are not as they are', () => {
    expect(causeWords('webservice')).toBe('the web service');
    expect(causeWords('something_new')).toBe('something_new');
  });
});

describe('The occasion of a change', () => {
  it('names the run with whoever began it', () => {
    expect(runBegunBy('manual', 'Ada Admin')).toBe('by Ada Admin');
    expect(runBegunBy('undo', 'Ada Admin')).toBe('as an undo by Ada Admin');
    expect(runBegunBy('schedule', null)).toBe('by schedule');
    expect(runBegunBy('manual', null)).toBe('by hand');
  });
});
