import { Logger } from '@nestjs/common';
import { startRedis, testRedis, until, type TestRedis } from '@pulsetech/testing';
import { ProcessRole } from '../process/process-role.js';
import { RedisServer } from '../redis/redis-server.js';
import { InProcessEvents } from './in-process-events.js';
import { RedisEvents } from './redis-events.js';
import type { EventData } from './shared-events.js';

const redis = testRedis();
const CARRIERS: readonly (readonly [string, TestRedis | null])[] = [
  ['in process', null],
  ...(redis ? ([['on Redis', redis]] as const) : []),
];

const opened: (() => Promise<void>)[] = [];
beforeAll(() => Logger.overrideLogger(false));
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
}, 30_000);

function openRedis({ REDIS_URL, REDIS_PREFIX }: TestRedis): RedisEvents {
  const server = new RedisServer(REDIS_URL, REDIS_PREFIX);
  const events = new RedisEvents(server, new ProcessRole('server'));
  events.onApplicationBootstrap();
  opened.push(async () => {
    await events.beforeApplicationShutdown();
    await server.close();
  });
  return events;
}

describe.each(CARRIERS)('events %s', (_name, where) => {
  const open = (): InProcessEvents => (where ? openRedis(where) : new InProcessEvents());

  it('are told at once, in order, to all who listen to the topic and to nobody else', () => {
    const events = open();
    const heard: unknown[] = [];
    events.subscribe('run', (data) => heard.push(['one', data]));
    events.subscribe('run', (data) => heard.push(['two', data]));
    events.subscribe('caches', (data) => heard.push(['caches', data]));
    events.publish('run', { runId: 7 });
    events.publish('run', { runId: 8 });
    expect(heard).toEqual([
      ['one', { runId: 7 }],
      ['two', { runId: 7 }],
      ['one', { runId: 8 }],
      ['two', { runId: 8 }],
    ]);
  });

  it('are heard until one stops listening', () => {
    const events = open();
    const heard: EventData[] = [];
    const stop = events.subscribe('run', (data) => heard.push(data));
    events.publish('run');
    stop();
    events.publish('run');
    expect(heard).toEqual([{}]);
  });

  it('reach the others although one listener fails', () => {
    const events = open();
    let heard = 0;
    events.subscribe('run', () => {
      throw new Error('broken');
    });
    events.subscribe('run', () => (heard += 1));
    events.publish('run');
    expect(heard).toBe(1);
  });
});

if (redis) {
  const where = redis;
  describe('events of several processes on Redis', () => {
    it('are heard by the other processes, and once by the own one', async () => {
      const [one, two, other] = [
        openRedis(where),
        openRedis(where),
        openRedis({ ...where, REDIS_PREFIX: 'another-site:' }),
      ];
      const heard: string[] = [];
      one.subscribe('run', ({ runId }) => heard.push(`one ${runId}`));
      two.subscribe('run', ({ runId }) => heard.push(`two ${runId}`));
      other.subscribe('run', ({ runId }) => heard.push(`other ${runId}`));
      await until('the other process listens', () => {
        one.publish('run', { runId: 0 });
        return heard.includes('two 0');
      });
      heard.length = 0;
      one.publish('run', { runId: 1 });
      await until('both heard it', () => heard.includes('two 1'));
      expect(heard.filter((line) => line.endsWith('1'))).toEqual(['one 1', 'two 1']);
    });

    it('go on by themselves when Redis was away, and nobody waits for it meanwhile', async () => {
      const first = await startRedis();
      const port = Number(new URL(first.url).port);
      const [one, two] = [first, first].map(({ url }) => openRedis({ REDIS_URL: url, REDIS_PREFIX: 'away:' }));
      const heard: unknown[] = [];
      two?.subscribe('run', ({ runId }) => heard.push(runId));
      await until('the other process listens', () => {
        one?.publish('run', { runId: 0 });
        return heard.includes(0);
      });
      await first.stop();
      one?.publish('run', { runId: 1 });
      const second = await startRedis({ port });
      await until('it is heard again', () => {
        one?.publish('run', { runId: 2 });
        return heard.includes(2);
      });
      opened.unshift(() => second.stop());
    }, 60_000);
  });
}
