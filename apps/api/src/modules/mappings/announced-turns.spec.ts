import { AnnouncedTurns } from './announced-turns.js';

describe('the time at which the billing server is asked for the roles again', () => {
  let now: jest.SpyInstance<number, []>;
  beforeEach(() => (now = jest.spyOn(performance, 'now').mockReturnValue(1000)));
  afterEach(() => now.mockRestore());

  it('is now, as long as nothing was announced', () => {
    expect(new AnnouncedTurns().take()).toBe(0);
  });

  it('is a little before it asks Discord again, and then now', () => {
    const turns = new AnnouncedTurns();
    turns.announce(40);
    expect(turns.take()).toBe(35);
    now.mockReturnValue(1020);
    expect(turns.waitMs).toBe(15);
    now.mockReturnValue(1100);
    expect(turns.take()).toBe(0);
  });

  it.each([0, -1000, 2])('is now where it announces %s ms', (inMs) => {
    const turns = new AnnouncedTurns();
    turns.announce(inMs);
    expect(turns.take()).toBe(0);
  });

  it('is half a second away at most, whatever it announces', () => {
    const turns = new AnnouncedTurns();
    turns.announce(1e9);
    expect(turns.take()).toBe(500);
  });
});
