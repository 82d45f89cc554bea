import { Injectable } from '@nestjs/common';
import { DataSource, In, LessThan } from 'typeorm';
import { SnapshotPageEntity } from './snapshot-page.entity.js';
import { SnapshotEntity } from './snapshot.entity.js';

export type NewSnapshot = Omit<SnapshotEntity, 'id'>;
export type PageOutline = Pick<SnapshotPageEntity, 'number' | 'lastId' | 'members' | 'readAt'>;
export type PageContent = Pick<SnapshotPageEntity, 'number' | 'sealed'>;

@Injectable()
export class SnapshotsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(snapshot: NewSnapshot): Promise<SnapshotEntity> {
    const { identifiers } = await this.dataSource.manager.insert(SnapshotEntity, { ...snapshot });
    return { ...snapshot, id: Number(identifiers[0]?.['id']) };
  }

  find(guildId: string, publicId: string): Promise<SnapshotEntity | null> {
    return this.dataSource.manager.findOneBy(SnapshotEntity, { guildId, publicId });
  }

  /** Walks of the guild that are under way or complete, the latest first. */
  latestWalks(guildId: string): Promise<SnapshotEntity[]> {
    return this.dataSource.manager.find(SnapshotEntity, {
      where: { guildId, kind: 'walk', state: In(['walking', 'complete']) },
      order: { startedAt: 'DESC', id: 'DESC' },
      take: 5,
    });
  }

  /** Walks that are under way, by whomever. */
  underWay(): Promise<SnapshotEntity[]> {
    return this.dataSource.manager.findBy(SnapshotEntity, { state: 'walking' });
  }

  /** Changes a walk that is under way; false when it is none any more. */
  async end(id: number, changes: Partial<NewSnapshot>): Promise<boolean> {
    const { affected } = await this.dataSource.manager.update(SnapshotEntity, { id, state: 'walking' }, changes);
    return affected !== 0;
  }

  async update(id: number, changes: Partial<NewSnapshot>): Promise<void> {
    await this.dataSource.manager.update(SnapshotEntity, { id }, changes);
  }

  async insertPage(page: SnapshotPageEntity): Promise<void> {
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(SnapshotPageEntity)
      .values({ ...page })
      .updateEntity(false)
      .execute();
  }

  outlineOf(snapshotId: number): Promise<PageOutline[]> {
    return this.dataSource.manager.find(SnapshotPageEntity, {
      select: { number: true, lastId: true, members: true, readAt: true },
      where: { snapshotId },
      order: { number: 'ASC' },
    });
  }

  contentOf(snapshotId: number, numbers: readonly number[]): Promise<PageContent[]> {
    return this.dataSource.manager.find(SnapshotPageEntity, {
      select: { number: true, sealed: true },
      where: { snapshotId, number: In([...numbers]) },
    });
  }

  async deletePages(snapshotId: number): Promise<void> {
    await this.dataSource.manager.delete(SnapshotPageEntity, { snapshotId });
  }

  /** When the latest page of a walk was read; null before its first. */
  async lastReadAt(snapshotId: number): Promise<number | null> {
    return this.dataSource.manager.maximum(SnapshotPageEntity, 'readAt', { snapshotId });
  }

  /** Deletes snapshots that were not used since, or are too old altogether, with their pages. Unix milliseconds. */
  async deleteOld({ usedBefore, startedBefore }: { usedBefore: number; startedBefore: number }): Promise<void> {
    await this.dataSource.manager.delete(SnapshotEntity, { usedAt: LessThan(usedBefore) });
    await this.dataSource.manager.delete(SnapshotEntity, { startedAt: LessThan(startedBefore) });
  }
}
