import type { IssuedLicence } from '../harness/demo-licence.js';
import { RunningProduct } from '../harness/running-product.js';
import { LicensedSite, type Answer } from './licensed-site.js';
import { MetricsPage } from './metrics-page.js';

const SITES = 50;
const ISSUED_AT_ONCE = 4;
const METRICS_TOKEN = 'the-metrics-token-of-fifty-sites';
/** At once, of one site: more than Discord allows for one server in a second, and less than a lookup's patience. */
const GREEDY_LOOKUPS = 8;
const LONG_MS = 300_000;
/** What Discord and its network in front count. */
const MOST_INVALID = 60;

const guildOf = (n: number): string => `9100000000000000${String(n).padStart(2, '0')}`;
const people = ['500000000000000001', '500000000000000002'];

let product: RunningProduct;
let refused: LicensedSite;
let greedy: LicensedSite;
let others: readonly LicensedSite[];

async function control(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`${product.sandbox.url}/__control${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${method} ${path}.`);
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

async function openSite(n: number): Promise<LicensedSite> {
  const guildId = guildOf(n);
  await control('PUT', `/guilds/${guildId}`, { name: `Guild ${n}` });
  const members = people.map((id, index) => ({ id, username: `person${index}`, roles: [] }));
  await control('POST', `/guilds/${guildId}/members`, members);
  const of = ['--guild', guildId, '--name', `Site ${n}`, '--redirect', `https://site-${n}.example/callback`];
  const { key } = JSON.parse(await product.cli('billing', 'license:issue', ...of, '--json')) as IssuedLicence;
  return new LicensedSite(product.deployment.local.billing, key, guildId);
}

beforeAll(async () => {
  product = await RunningProduct.start({ env: { METRICS_TOKEN } });
  const sites: LicensedSite[] = [];
  for (let first = 0; first < SITES; first += ISSUED_AT_ONCE) {
    const next = Array.from({ length: Math.min(ISSUED_AT_ONCE, SITES - first) }, (_, n) => openSite(first + n));
    sites.push(...(await Promise.all(next)));
  }
  const [bad, busy, ...rest] = sites;
  if (!bad || !busy) throw new Error('There are too few sites.');
  [refused, greedy, others] = [bad, busy, rest];
}, LONG_MS);

const isRead = ({ status, body }: Answer): boolean => {
  const members = Array.isArray(body['members']) ? (body['members'] as { observation: { kind: string } }[]) : [];
  return status === 200 && members.length > 0 && members.every(({ observation }) => observation.kind === 'member');
};

describe('fifty sites on one billing server, one of them in a guild that refuses everything', () => {
  it(
    'all are served in turns, but for that one, which costs few requests',
    async () => {
      await control('PUT', '/limits', { mode: 'real' });
      await product.sandbox.order({ route: `* /guilds/${refused.guildId}*`, status: 403, code: 50001 });
      const order: string[] = [];
      const failures: Answer[] = [];
      const expectRead = (answer: Answer): void => void (isRead(answer) || failures.push(answer));

      const work = async (site: LicensedSite): Promise<void> => {
        expectRead(await site.lookup(people));
        order.push(`first of ${site.guildId}`);
        const snapshot = await site.snapshot();
        if (snapshot.body['state'] !== 'complete') failures.push(snapshot);
        const roles = await site.roles();
        if (roles.status !== 200) failures.push(roles);
      };
      const demandMuch = async (): Promise<void> => {
        const lookups = Array.from({ length: GREEDY_LOOKUPS }, async () => {
          expectRead(await greedy.lookup(people));
          order.push('greedy');
        });
        await Promise.all(lookups);
      };
      const told = new Map<string, number>();
      const askInVain = async (): Promise<void> => {
        for (let round = 0; round < 20; round++) {
          const answers = await Promise.all([
            ...Array.from({ length: 10 }, () => refused.lookup(people)),
            refused.roles(),
            refused.snapshot(),
          ]);
          for (const { status, body } of answers) {
            const error = body['error'] as { code: string } | undefined;
            const what = `${status} ${error?.code ?? String(body['failure'])}`;
            told.set(what, (told.get(what) ?? 0) + 1);
          }
        }
      };
      await Promise.all([demandMuch(), askInVain(), ...others.map(work)]);

      expect(failures).toEqual([]);
      expect([...told.keys()].filter((what) => !what.endsWith(' missing_access'))).toEqual([]);
      // Whoever asks for much at once is served among the others, not before them.
      const lastFirst = Math.max(...others.map(({ guildId }) => order.indexOf(`first of ${guildId}`)));
      expect(order.slice(0, lastFirst).filter((what) => what === 'greedy').length).toBeLessThan(GREEDY_LOOKUPS);

      const metrics = await MetricsPage.read(product.deployment.local.billing, METRICS_TOKEN);
      expect(metrics.sum('pulsetech_discord_requests_total', 'status="200"')).toBeGreaterThan(300);
      expect(metrics.sum('pulsetech_discord_requests_total', 'status="403"')).toBeLessThanOrEqual(MOST_INVALID);
      expect(metrics.sum('pulsetech_discord_requests_total', 'status="429"')).toBeLessThanOrEqual(MOST_INVALID);
      expect(metrics.sum('pulsetech_discord_breaker_open')).toBe(0);
      expect(metrics.series).toBeLessThan(1_000);
      const { refused: limited } = await control('GET', '/limits');
      expect(limited).toBeLessThanOrEqual(MOST_INVALID);
    },
    LONG_MS,
  );

  it('tells its metrics to nobody without the token', async () => {
    for (const server of [product.deployment.local.billing, product.url]) {
      expect((await fetch(`${server}/metrics`)).status).toBe(401);
    }
    const ofSite = await MetricsPage.read(product.url, METRICS_TOKEN);
    expect(ofSite.sum('pulsetech_licence', 'status="valid"')).toBe(1);
  });
});
