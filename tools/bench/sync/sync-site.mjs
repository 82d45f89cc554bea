import { setTimeout as sleep } from 'node:timers/promises';
import { BenchSite } from '../bench-site.mjs';
import { mappedRoles, People } from './people.mjs';
import { residentMib } from './resident-memory.mjs';
import { peopleRows, SITE_ROWS, WITHOUT_DEMO } from './rows.mjs';
import { SiteAdmin } from './site-admin.mjs';

const SETTLE_MS = 3000;
const IDLE_MS = 4000;

/** A site for measuring runs, which grows: all its people are in the guild and linked. */
export class SyncSite {
  people = new People();
  /** What the servers ask the database for while they have nothing to do; null where nobody counts it. */
  idleStatementsPerS = null;
  idleMib = null;

  /** @param {BenchSite} site */
  constructor(site) {
    this.site = site;
    this.database = site.database;
    this.sandbox = site.sandbox;
  }

  static async start(root, kind, env) {
    const site = await BenchSite.start(root, kind, env);
    for (const [index, id] of mappedRoles().entries()) await site.sandbox.putRole(id, `Bench role ${index + 1}`);
    await site.withoutApi(({ fill }) => fill(WITHOUT_DEMO, SITE_ROWS));
    return new SyncSite(site);
  }

  /** More people, so that there are `count` in all. */
  async growTo(count) {
    const added = this.people.add(count - this.people.count);
    await this.sandbox.putMembers(added.map((index) => this.people.member(index)));
    await this.site.withoutApi(({ fill }) => fill([], peopleRows(added)));
    this.admin = await SiteAdmin.signIn(this.site.product.deployment.local.api);
  }

  /** Starts api and billing anew and looks at them while they have nothing to do. */
  async rest() {
    const { product } = this.site;
    await product.stopServer('api');
    await product.stopServer('billing');
    await product.startServer('billing');
    await product.startServer('api');
    this.admin = await SiteAdmin.signIn(product.deployment.local.api);
    await sleep(SETTLE_MS);
    const before = await this.database.statements();
    await sleep(IDLE_MS);
    this.idleMib = residentMib(this.pids());
    const after = await this.database.statements();
    this.idleStatementsPerS = before === null ? null : (after - before) / (IDLE_MS / 1000);
  }

  /** Roles of a tenth of the people change in Discord, another one each round. */
  async changeTenth(round) {
    const { changed, gained, lost } = this.people.changeTenth(round);
    await this.sandbox.putMembers(changed.map((index) => this.people.member(index)));
    return { changed, expected: { enrolled: gained, unenrolled: lost } };
  }

  pids() {
    return [this.site.product.server('api').pid, this.site.product.server('billing').pid];
  }

  /** Process ids by what they are called; what is no part of the product stands last. */
  async servers() {
    const { product } = this.site;
    return {
      api: [product.server('api').pid],
      billing: [product.server('billing').pid],
      database: await this.database.pids(),
      'Discord’s stand-in': [product.server('sandbox').pid],
    };
  }

  stop() {
    return this.site.stop();
  }
}
