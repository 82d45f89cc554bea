import fc from 'fast-check';
import { DiscordBudget, type BudgetClock } from './discord-budget.js';
import { URGENCIES, type Urgency } from './fair-turns.js';

/** Time that passes when it is told to. */
class TestClock implements BudgetClock {
  private now = 0;
  private due: { readonly at: number; readonly run: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.now + ms, run };
    this.due.push(entry);
    return () => {
      this.due = this.due.filter((other) => other !== entry);
    };
  }

  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      const next = [...this.due].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.due = this.due.filter((other) => other !== next);
      this.now = next.at;
      next.run();
      await settled();
    }
    this.now = end;
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Turn {
  readonly guildId: string;
  readonly urgency: Urgency;
  readonly at: number;
}

describe('the budget of the bot', () => {
  let clock: TestClock;
  let budget: DiscordBudget;
  let given: Turn[];

  const begin = (): void => {
    clock = new TestClock();
    budget = new DiscordBudget(clock);
    given = [];
  };
  const ask = (guildId: string, urgency: Urgency, times = 1): void => {
    for (let n = 0; n < times; n++) {
      void budget.take({ guildId, urgency }).then(() => given.push({ guildId, urgency, at: clock.nowMs() }));
    }
  };
  beforeEach(begin);

  it('delays the first read of a guild by a few turns behind another’s thousand', async () => {
    ask('busy', 'person', 1000);
    await settled();
    ask('other', 'person');
    await clock.pass(1000);
    expect(given.findIndex(({ guildId }) => guildId === 'other')).toBeLessThanOrEqual(46);
    await clock.pass(30_000);
    expect(given).toHaveLength(1001);
  });

  it('keeps some of each second for people who wait', async () => {
    ask('walked', 'bulk', 200);
    await settled();
    expect(given).toHaveLength(40);
    ask('pushed', 'change', 5);
    await settled();
    expect(given).toHaveLength(42);
    ask('waiting', 'person');
    await settled();
    expect(given.at(-1)).toMatchObject({ guildId: 'waiting', at: 0 });
  });

  it('forgets those who gave up, and takes no turn for them', async () => {
    ask('busy', 'person', 45);
    const patience = new AbortController();
    const given = budget.take({ guildId: 'impatient', urgency: 'person' }, patience.signal);
    patience.abort(new Error('Too long.'));
    await expect(given).rejects.toThrow('Too long.');
    expect(budget.waiting('person')).toBe(0);
    await expect(budget.take({ guildId: 'late', urgency: 'person' }, patience.signal)).rejects.toThrow('Too long.');
  });

  it('never gives more than 45 turns within any second, forgets nobody, and keeps each guild’s order', async () => {
    const asking = fc.record({
      pauseMs: fc.integer({ min: 0, max: 400 }),
      guildId: fc.constantFrom('a', 'b', 'c', 'd'),
      urgency: fc.constantFrom(...URGENCIES),
      times: fc.integer({ min: 1, max: 80 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asking, { maxLength: 20 }), async (list) => {
        begin();
        let asked = 0;
        for (const { pauseMs, guildId, urgency, times } of list) {
          await clock.pass(pauseMs);
          ask(guildId, urgency, times);
          asked += times;
          await settled();
        }
        await clock.pass(120_000);
        expect(given).toHaveLength(asked);
        given.forEach(({ at }, index) => {
          const before = given[index - 45];
          if (before) expect(at - before.at).toBeGreaterThanOrEqual(1000);
        });
      }),
      { numRuns: 40 },
    );
  });
});
