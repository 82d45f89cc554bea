import { Injectable } from '@nestjs/common';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { FollowedMembersRepository } from './followed-members.repository.js';

/** Some 60 bytes each. */
const REMEMBERED = 500_000;

/** Who belongs to which site: only about those is a site told. */
@Injectable()
export class FollowedMembers {
  private readonly known = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(
    private readonly repository: FollowedMembersRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The site of this licence asks about these users: they are its own. Costs nothing for those who are known. */
  async saw(licenceId: number, ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.known.has(`${licenceId} ${id}`));
    if (unknown.length === 0) return;
    const stored = new Set(await this.repository.among(licenceId, unknown));
    const fresh = [...new Set(unknown)].filter((id) => !stored.has(id));
    if (fresh.length > 0) await this.repository.add(licenceId, fresh, this.clock.nowSeconds());
    for (const id of unknown) this.known.set(`${licenceId} ${id}`, true);
  }

  /** They are the site's no more, and nothing that waits to be told about them is told. */
  async forget(licenceId: number, ids: readonly string[]): Promise<void> {
    await this.transactions.run((tx) => this.repository.remove(tx, licenceId, ids));
    for (const id of ids) this.known.delete(`${licenceId} ${id}`);
  }

  /** The licence follows nobody any more. */
  forgotAll(): void {
    this.known.clear();
  }
}
