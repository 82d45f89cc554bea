import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import { PushEntity } from './push.entity.js';

const PIECE = 500;

export type PushKey = Pick<PushEntity, 'licenceId' | 'discordUserId' | 'version'>;
export type PushProgress = Partial<Pick<PushEntity, 'attempts' | 'dueAt' | 'lastFailure' | 'deadAt'>>;

@Injectable()
export class PushesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** A later change of a person takes the place of the one before. */
  async put(tx: EntityManager, pushes: readonly PushEntity[]): Promise<void> {
    for (let from = 0; from < pushes.length; from += PIECE) {
      const piece = pushes.slice(from, from + PIECE).map((push) => ({ ...push }));
      await tx.upsert(PushEntity, piece, ['licenceId', 'discordUserId']);
    }
  }

  /** What may be sent now, whoever changed alone before many at once, the longest waiting first. */
  due(now: number, except: readonly number[], most: number): Promise<PushEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(PushEntity, 'p')
      .where('p.deadAt IS NULL AND p.dueAt <= :now', { now });
    if (except.length > 0) query.andWhere('p.licenceId NOT IN (:...except)', { except });
    return query.orderBy('p.bulk', 'ASC').addOrderBy('p.dueAt', 'ASC').take(most).getMany();
  }

  /** When the next push is due that waits; null when none does. */
  nextDue(): Promise<number | null> {
    return this.dataSource.manager.minimum(PushEntity, 'dueAt', { deadAt: IsNull() });
  }

  /** Of those that changed meanwhile nothing is deleted. */
  async deleteDelivered(keys: readonly PushKey[]): Promise<void> {
    for (let from = 0; from < keys.length; from += PIECE) {
      const piece = keys.slice(from, from + PIECE);
      await this.dataSource.manager
        .createQueryBuilder()
        .delete()
        .from(PushEntity)
        .where(piece.map(({ licenceId, discordUserId, version }) => ({ licenceId, discordUserId, version })))
        .execute();
    }
  }

  /** Nothing happens when the person changed meanwhile. */
  async progress({ licenceId, discordUserId, version }: PushKey, changes: PushProgress): Promise<void> {
    await this.dataSource.manager.update(PushEntity, { licenceId, discordUserId, version }, changes);
  }

  countWaiting(licenceId: number): Promise<number> {
    return this.dataSource.manager.countBy(PushEntity, { licenceId, deadAt: IsNull() });
  }

  countDead(licenceId: number): Promise<number> {
    return this.dataSource.manager.countBy(PushEntity, { licenceId, deadAt: Not(IsNull()) });
  }

  /** Those that were given up, the latest first. */
  dead(most: number): Promise<PushEntity[]> {
    return this.dataSource.manager.find(PushEntity, {
      where: { deadAt: Not(IsNull()) },
      order: { deadAt: 'DESC' },
      take: most,
    });
  }

  /** Tries what was given up again; how many there were. */
  async revive(now: number, licenceId?: number): Promise<number> {
    const { affected } = await this.dataSource.manager.update(
      PushEntity,
      { deadAt: LessThanOrEqual(now), ...(licenceId === undefined ? {} : { licenceId }) },
      { deadAt: null, attempts: 0, dueAt: now },
    );
    return affected ?? 0;
  }
}
