import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { readAnew } from './read-anew.js';

describe('reading anew', () => {
  it('does not take the first answer for a new one when it was on its way before', async () => {
    const client = new QueryClient();
    const answers = ['before', 'after'];
    let answer: (() => void) | null = null;
    const observer = new QueryObserver(client, {
      queryKey: ['changes', 'of run 5'],
      queryFn: ({ signal }) =>
        new Promise<string | undefined>((resolve, reject) => {
          const text = answers.shift();
          signal.addEventListener('abort', () => reject(new Error('aborted')));
          answer = () => resolve(text);
        }),
    });
    const stop = observer.subscribe(() => undefined);
    const anew = readAnew(client, ['changes']);
    await Promise.resolve();
    while (answers.length > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    (answer as (() => void) | null)?.();
    await anew;
    expect(observer.getCurrentResult().data).toBe('after');
    stop();
    client.clear();
  });
});
