import { Injectable } from '@nestjs/common';
import type { Observation } from '@pulsetech/domain';
import { ObservationSource } from '../../user/observation-source.js';
import type { CarriedRun } from '../carried-run.js';
import type { Person } from './run-people.repository.js';

/** Reads people again where what is stored of them is not from lately enough. */
@Injectable()
export class FreshObservations {
  constructor(private readonly source: ObservationSource) {}

  /** By Discord id, for those who had to be read; `since` in Unix milliseconds. Whatever fails makes unknown ones. */
  async of(work: CarriedRun, people: readonly Person[], since: number): Promise<Map<string, Observation>> {
    const stale = people.filter(({ discordId, state }) => {
      const isKnown = state !== null && state.discordId === discordId && state.observation !== 'unknown';
      return !isKnown || state.observedAt < since;
    });
    if (stale.length === 0) return new Map();
    const isStopping = (): boolean => !work.isGoingOn;
    return this.source.observe(
      stale.map(({ discordId }) => discordId),
      { since, isStopping },
    );
  }
}
