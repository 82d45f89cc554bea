import { setTimeout as sleep } from 'node:timers/promises';
import { KeyedMutex } from './keyed-mutex.js';

describe('a keyed mutex', () => {
  it('runs work for one key one after the other, and for different keys side by side', async () => {
    const mutex = new KeyedMutex<string>();
    const story: string[] = [];
    const work = (name: string) => async () => {
      story.push(`${name} begins`);
      await sleep(5);
      story.push(`${name} ends`);
    };
    await Promise.all([mutex.run('a', work('a1')), mutex.run('a', work('a2')), mutex.run('b', work('b1'))]);
    expect(story.slice(0, 2)).toEqual(['a1 begins', 'b1 begins']);
    expect(story.filter((line) => line.startsWith('a'))).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends']);
  });

  it('goes on after work that failed, and keeps nothing in memory', async () => {
    const mutex = new KeyedMutex<string>();
    const failing = mutex.run('a', () => Promise.reject(new Error('no')));
    const following = mutex.run('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await following).toBe('yes');
    expect(mutex).toMatchObject({ tails: new Map() });
  });
});
