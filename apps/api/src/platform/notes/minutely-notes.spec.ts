import { Logger } from '@nestjs/common';
import { FakeClock } from '@pulsetech/testing';
import { MinutelyNotes } from './minutely-notes.js';

describe('notes beside the calls', () => {
  let clock: FakeClock;
  let logger: Logger;
  let notes: MinutelyNotes;
  let written: [number, number][];
  const write = (id: number) => (at: number) => {
    written.push([id, at]);
    return Promise.resolve();
  };
  const refuse = (id: number) => (at: number) => {
    written.push([id, at]);
    return Promise.reject(new Error('disk full'));
  };

  beforeEach(() => {
    clock = new FakeClock();
    logger = new Logger();
    jest.spyOn(logger, 'warn').mockReturnValue();
    jest.spyOn(logger, 'error').mockReturnValue();
    notes = new MinutelyNotes('The last visit of user', clock, logger);
    written = [];
  });

  it('are written at most once a minute about the same', async () => {
    const start = clock.nowSeconds();
    for (let second = 0; second <= 60; second++) {
      await notes.note(1, write(1));
      await notes.note(2, write(2));
      clock.advanceSeconds(1);
    }
    expect(written).toEqual([
      [1, start],
      [2, start],
      [1, start + 60],
      [2, start + 60],
    ]);
  });

  it('are not written when they are known to be less than a minute old', async () => {
    const start = clock.nowSeconds();
    await notes.note(1, write(1), start - 59);
    expect(written).toEqual([]);
    await notes.note(1, write(1), start - 60);
    expect(written).toEqual([[1, start]]);
  });

  it('keep nobody waiting, fail nobody, and are tried again soon after a failure', async () => {
    const start = clock.nowSeconds();
    await notes.note(1, refuse(1));
    expect(logger.warn).toHaveBeenCalledWith(expect.anything(), 'The last visit of user 1 could not be written');
    clock.advanceSeconds(9);
    await notes.note(1, write(1));
    clock.advanceSeconds(1);
    await notes.note(1, write(1));
    expect(written).toEqual([
      [1, start],
      [1, start + 10],
    ]);
  });

  it('are written also after the clock was set back', async () => {
    await notes.note(1, write(1));
    clock.advanceHours(-3);
    await notes.note(1, write(1));
    expect(written).toHaveLength(2);
  });

  it('are waited for at the end of the process, but not for ever', async () => {
    await notes.finish();
    expect(logger.error).not.toHaveBeenCalled();
    void notes.note(1, () => new Promise(() => undefined));
    await notes.finish(10);
    expect(logger.error).toHaveBeenCalledWith(
      'The last visit of user: 1 were not written before the end of the process',
    );
  });
});
