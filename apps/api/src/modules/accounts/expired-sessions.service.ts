import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '@pulsetech/server-kit';
import { ProcessRole } from '../../platform/process/process-role.js';
import { SessionsRepository } from './sessions.repository.js';

const EVERY_MS = 15 * 60 * 1000;

@Injectable()
export class ExpiredSessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
    private readonly role: ProcessRole,
  ) {}

  /** Deletes what is over already; until then expired rows are refused where sessions are loaded. */
  @Interval(EVERY_MS)
  async clear(): Promise<void> {
    if (this.role.isServer) await this.sessions.deleteExpired(this.clock.nowSeconds());
  }
}
