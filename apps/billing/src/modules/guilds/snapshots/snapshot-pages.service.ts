import { Injectable } from '@nestjs/common';
import type { MemberObservation, WalkedPage } from '@pulsetech/discord-client';
import { SecretBox } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { MemberPage } from './member-page.js';
import { PageIndex } from './page-index.js';
import { SnapshotError } from './snapshots.errors.js';
import { SnapshotsRepository } from './snapshots.repository.js';

/**
 * Runs ask in the order of their site's users, that is for members of all pages again and again. A member takes a dozen
 * bytes, or forty where pages have very many roles, so that several guilds of 300,000 have room; for larger ones runs ask
 * by ascending member id.
 */
const KEPT_BYTES = 64 * 1024 * 1024;
const KEPT_MS = 5 * 60_000;
const INDEXES_KEPT = 20;
/** More pages than this are read in several statements, so that a question holds some megabytes at most. */
const PAGES_AT_ONCE = 250;

/** The pages of snapshots: stored sealed, one row each; the latest of them are held open. */
@Injectable()
export class SnapshotPages {
  private readonly open = new LRUCache<string, MemberPage>({
    maxSize: KEPT_BYTES,
    ttl: KEPT_MS,
    sizeCalculation: ({ bytes }) => bytes.length,
  });
  private readonly indexes = new LRUCache<number, PageIndex>({ max: INDEXES_KEPT });

  constructor(
    private readonly snapshots: SnapshotsRepository,
    private readonly secrets: SecretBox,
  ) {}

  /** Stores the next page of a walk with one statement, and adds it to the walk's index and counts. */
  async store(snapshotId: number, walked: WalkedPage, index: PageIndex, counts: Map<string, number>): Promise<void> {
    const page = MemberPage.of(walked.members);
    const { lastId, readAt } = walked;
    const outline = { number: index.pages, lastId, members: walked.members.length, readAt };
    await this.snapshots.insertPage({ snapshotId, ...outline, sealed: this.secrets.seal(page.bytes) });
    index.add(outline);
    page.countRoles(counts);
  }

  /** Where a stored snapshot has whom; one statement, remembered when the snapshot is complete. */
  async indexOf(snapshot: { readonly id: number; readonly state: string }): Promise<PageIndex> {
    const known = this.indexes.get(snapshot.id);
    if (known) return known;
    const index = new PageIndex();
    for (const outline of await this.snapshots.outlineOf(snapshot.id)) index.add(outline);
    if (snapshot.state === 'complete') this.indexes.set(snapshot.id, index);
    return index;
  }

  /** Adds up the roles of all stored pages, a few pages at a time. */
  async countRoles(snapshotId: number, index: PageIndex): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    const numbers = Array.from({ length: index.pages }, (_, number) => number);
    for (const some of inPieces(numbers)) {
      for (const { sealed } of await this.snapshots.contentOf(snapshotId, some)) this.unseal(sealed).countRoles(counts);
    }
    return counts;
  }

  /**
   * What a complete snapshot says of each id that it names. One statement for up to 250 pages, none for those that are
   * held. Throws `snapshot_unknown` when its pages are gone.
   */
  async find(snapshotId: number, index: PageIndex, ids: readonly string[]): Promise<Map<string, MemberObservation>> {
    const wanted = new Map<number, string[]>();
    for (const id of ids) {
      const number = index.pageOf(id);
      if (number === null) continue;
      const others = wanted.get(number);
      if (others) others.push(id);
      else wanted.set(number, [id]);
    }
    const found = new Map<string, MemberObservation>();
    for (const some of inPieces([...wanted.keys()])) {
      const pages = await this.pages(snapshotId, some);
      for (const [number, page] of pages) {
        for (const id of wanted.get(number) ?? []) {
          const observation = page.find(id, index.readAt(number));
          if (observation) found.set(id, observation);
        }
      }
    }
    return found;
  }

  private async pages(snapshotId: number, numbers: readonly number[]): Promise<Map<number, MemberPage>> {
    const pages = new Map<number, MemberPage>();
    for (const number of numbers) {
      const held = this.open.get(`${snapshotId}:${number}`);
      if (held) pages.set(number, held);
    }
    const missing = numbers.filter((number) => !pages.has(number));
    if (missing.length === 0) return pages;
    for (const { number, sealed } of await this.snapshots.contentOf(snapshotId, missing)) {
      const page = this.unseal(sealed);
      pages.set(number, page);
      this.open.set(`${snapshotId}:${number}`, page);
    }
    if (pages.size < numbers.length) throw new SnapshotError('snapshot_unknown');
    return pages;
  }

  private unseal(sealed: string): MemberPage {
    return new MemberPage(this.secrets.openBytes(sealed));
  }
}

function inPieces(numbers: readonly number[]): number[][] {
  const pieces: number[][] = [];
  for (let from = 0; from < numbers.length; from += PAGES_AT_ONCE)
    pieces.push(numbers.slice(from, from + PAGES_AT_ONCE));
  return pieces;
}
