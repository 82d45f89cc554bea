import { PageIndex } from './page-index.js';

describe('the index of a snapshot’s pages', () => {
  const index = new PageIndex();
  index.add({ lastId: '99999999999999999', members: 1000, readAt: 10 });
  index.add({ lastId: '500000000000000000', members: 1000, readAt: 20 });
  index.add({ lastId: '1200000000000000000', members: 300, readAt: 30 });

  it.each([
    ['80000000000000000', 0],
    ['99999999999999999', 0],
    ['100000000000000000', 1],
    ['500000000000000000', 1],
    ['500000000000000001', 2],
    ['1200000000000000000', 2],
    ['1200000000000000001', null],
  ])('has %s in page %p, ids being numbers', (id, page) => {
    expect(index.pageOf(id)).toBe(page);
  });

  it('knows how far the walk is, and when each page was read', () => {
    expect([index.pages, index.members, index.lastId, index.readAt(1)]).toEqual([3, 2300, '1200000000000000000', 20]);
    const empty = new PageIndex();
    expect([empty.pages, empty.members, empty.lastId, empty.pageOf('1')]).toEqual([0, 0, '0', null]);
  });
});
