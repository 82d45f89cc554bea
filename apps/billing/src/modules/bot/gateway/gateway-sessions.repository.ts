import { Injectable } from '@nestjs/common';
import type { GatewaySession } from '@pulsetech/discord-client';
import { SecretBox, isUniqueViolation } from '@pulsetech/server-kit';
import { DataSource, LessThan, type EntityManager } from 'typeorm';
import { GatewaySessionEntity, THE_GATEWAY } from './gateway-session.entity.js';

/** This process is not the one that has the gateway any more: what it heard is told to the other one, too. */
export class GatewayLost extends Error {
  constructor() {
    super('Another process has the gateway.');
  }
}

export interface StoredSession {
  readonly session: GatewaySession | null;
  readonly beganAt: number | null;
}

@Injectable()
export class GatewaySessionsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretBox,
  ) {}

  /** Takes the gateway for this process, or keeps it. False while another process has it. Unix milliseconds. */
  async own(owner: string, now: number, until: number): Promise<boolean> {
    const { manager } = this.dataSource;
    await this.ensureRow();
    const free = [
      { id: THE_GATEWAY, owner },
      { id: THE_GATEWAY, ownedUntil: LessThan(now) },
    ];
    for (const where of free) {
      const { affected } = await manager.update(GatewaySessionEntity, where, { owner, ownedUntil: until });
      if (affected !== 0) return true;
    }
    return false;
  }

  async release(owner: string): Promise<void> {
    await this.dataSource.manager.update(GatewaySessionEntity, { id: THE_GATEWAY, owner }, { ownedUntil: 0 });
  }

  /** What was stored last; a session that cannot be opened any more is none. */
  async read(): Promise<StoredSession> {
    const row = await this.dataSource.manager.findOneBy(GatewaySessionEntity, { id: THE_GATEWAY });
    const session = row?.sessionSealed ? this.open(row.sessionSealed) : null;
    return { session, beganAt: session && (row?.beganAt ?? null) };
  }

  /** Stores with what was heard how far the session is. Throws GatewayLost when another process has it by now. */
  async put(tx: EntityManager, owner: string, session: GatewaySession | null, beganAt?: number): Promise<void> {
    const sessionSealed = session && this.secrets.seal(JSON.stringify(session));
    const changes = { sessionSealed, ...(beganAt === undefined ? {} : { beganAt }) };
    await tx.update(GatewaySessionEntity, { id: THE_GATEWAY, owner }, changes);
    // MariaDB does not count rows that an update leaves as they are.
    await this.requireOwner(tx, owner);
  }

  /** Throws GatewayLost. */
  async requireOwner(tx: EntityManager, owner: string): Promise<void> {
    if (!(await tx.existsBy(GatewaySessionEntity, { id: THE_GATEWAY, owner }))) throw new GatewayLost();
  }

  private open(sealed: string): GatewaySession | null {
    try {
      return JSON.parse(this.secrets.open(sealed)) as GatewaySession;
    } catch {
      // Sealed with a key that is gone: a new session begins.
      return null;
    }
  }

  private async ensureRow(): Promise<void> {
    const { manager } = this.dataSource;
    if (await manager.existsBy(GatewaySessionEntity, { id: THE_GATEWAY })) return;
    const row = { id: THE_GATEWAY, owner: null, ownedUntil: 0, sessionSealed: null, beganAt: null };
    try {
      await manager.insert(GatewaySessionEntity, row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }
}
