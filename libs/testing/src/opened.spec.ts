import { Opened } from './opened.js';
import { within } from './within.js';

describe('what a test opened', () => {
  it('is closed once, the last first, also when one of them fails', async () => {
    const opened = new Opened();
    const closed: string[] = [];
    const closing = (name: string) => () => {
      closed.push(name);
      return Promise.resolve();
    };
    await opened.add(closing('database'));
    await opened.add(() => Promise.reject(new Error('will not')));
    await opened.add(closing('server'));
    await expect(opened.close()).rejects.toThrow('Not everything could be closed: Error: will not');
    await opened.close();
    expect(closed).toEqual(['server', 'database']);
  });

  it('is closed at once when the rest was closed before, and nothing more is opened then', async () => {
    const opened = new Opened();
    await opened.close();
    let closed = false;
    const late = opened.add(() => {
      closed = true;
      return Promise.resolve();
    });
    await expect(late).rejects.toThrow('closed meanwhile');
    expect(closed).toBe(true);
  });
});

describe('work within a time', () => {
  it('answers what it answers', async () => {
    expect(await within(1000, 'This', Promise.resolve(7))).toBe(7);
  });

  it('fails with what took too long', async () => {
    await expect(within(5, 'This', new Promise(() => undefined))).rejects.toThrow('This took longer than 5 ms.');
  });
});
