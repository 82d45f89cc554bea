import { Injectable } from '@nestjs/common';
import type { RemovalStop } from '@pulsetech/contracts';
import {
  grantId,
  removalStop,
  type ActiveGrants,
  type Because,
  type ExceededLimit,
  type GrantKey,
} from '@pulsetech/domain';
import { SettingsService } from '../../../settings/settings.service.js';
import { ActiveGrantsRepository } from './active-grants.repository.js';
import type { CarriedRun } from '../carried-run.js';
import type { PhaseEnd } from './phase.js';
import { RunItemsRepository, type CollectedRemovals } from '../run-items.repository.js';
import { cutText } from '../cut-text.js';
import { RunLabels, type Labels } from '../review/run-labels.js';
import { RunRules } from '../run-rules.js';
import { HELD, moreStops, WOULD_BE_HELD } from '../run-words.js';

/** So many exceeded limits are stored with a run, the largest first, with names no longer than this. */
const STOPS_TOLD = 50;
const LONGEST_LABEL = 200;

/** The removal stop: whether what was collected is more than anybody should lose without a look. */
@Injectable()
export class RemovalReview {
  constructor(
    private readonly items: RunItemsRepository,
    private readonly grants: ActiveGrantsRepository,
    private readonly settings: SettingsService,
    private readonly rules: RunRules,
    private readonly labels: RunLabels,
  ) {}

  /** Null when nothing stops the run. What stops it is noted; a dry run only says that a real one would be held. */
  async judge(work: CarriedRun): Promise<PhaseEnd | null> {
    const { id } = work.run;
    const [open, collected] = await Promise.all([this.items.removals(id), this.items.collected(id)]);
    const stops = open.length === 0 ? [] : await this.stops(work, open);
    const told = [...stops].sort((a, b) => b.removals - a.removals).slice(0, STOPS_TOLD);
    if (collected !== work.run.removals || stops.length > 0) await work.commit({ stops: told, removals: collected });
    if (stops.length === 0) return null;
    const reason = work.run.dry ? WOULD_BE_HELD : HELD;
    const state = work.run.dry ? 'completed' : 'held';
    return {
      state,
      reason: stops.length === told.length ? reason : `${reason} ${moreStops(stops.length, told.length)}`,
    };
  }

  private async stops(work: CarriedRun, removals: readonly CollectedRemovals[]): Promise<RemovalStop[]> {
    const { id } = work.run;
    const [{ removalStopCount, removalStopShare, brokenMappings }, { mappings }, active] = await Promise.all([
      this.settings.get(),
      this.rules.of(work.run),
      this.active(id, removals),
    ]);
    const limits = { count: removalStopCount, share: removalStopShare };
    const exceeded = removalStop(removals, active, limits, mappings);
    const roleless = brokenMappings === 'hold' ? this.roleless(removals, active) : [];
    if (exceeded.length + roleless.length === 0) return [];
    const people = await this.people(id);
    const withoutRole = roleless.length === 0 ? people : await this.people(id, 'discord_role_deleted');
    const labels = await this.labels.read();
    return [
      ...exceeded.map((limit) => toStop(limit.scope, limit, people, labels)),
      ...roleless.map((limit) => toStop('broken_mapping', limit, withoutRole, labels)),
    ];
  }

  /** What would go because a Discord role was deleted, by mapping. */
  private roleless(
    removals: readonly CollectedRemovals[],
    active: readonly ActiveGrants[],
  ): Omit<ExceededLimit, 'scope'>[] {
    const actives = new Map(active.map((group) => [grantId(group), group.count]));
    const byMapping = new Map<number | null, { keys: Map<string, GrantKey>; removals: number }>();
    for (const { mappingId, because, kind, targetId, roleId, count } of removals) {
      if (because !== 'discord_role_deleted') continue;
      const scope = byMapping.get(mappingId) ?? { keys: new Map<string, GrantKey>(), removals: 0 };
      const key = { kind, targetId, roleId };
      scope.keys.set(grantId(key), key);
      scope.removals += count;
      byMapping.set(mappingId, scope);
    }
    return [...byMapping].map(([mappingId, scope]) => ({
      mappingId,
      keys: [...scope.keys.values()],
      removals: scope.removals,
      active: [...scope.keys.keys()].reduce((sum, key) => sum + (actives.get(key) ?? 0), 0),
    }));
  }

  /** Before the run: what it gave itself does not count, and a suspension that is to end counts as what it ends. */
  private async active(runId: number, removals: readonly CollectedRemovals[]): Promise<ActiveGrants[]> {
    const [held, given] = await Promise.all([this.grants.active(), this.grants.givenBy(runId)]);
    const counts = new Map<string, { key: GrantKey; count: number }>();
    const add = ({ kind, targetId, roleId, count }: ActiveGrants, sign: 1 | -1): void => {
      const key = { kind, targetId, roleId };
      const before = counts.get(grantId(key))?.count ?? 0;
      counts.set(grantId(key), { key, count: before + sign * count });
    };
    for (const group of held) add(group, 1);
    for (const group of given) add(group, -1);
    for (const group of removals) if (group.because === 'grace_over') add(group, 1);
    return Array.from(counts.values(), ({ key, count }) => ({ ...key, count: Math.max(0, count) }));
  }

  private async people(
    runId: number,
    because?: Because,
  ): Promise<(limit: Pick<ExceededLimit, 'mappingId' | 'keys'>, scope: RemovalStop['scope']) => number> {
    const [everybody, groups] = await Promise.all([
      this.items.losers(runId, because),
      this.items.peopleByMapping(runId, because),
    ]);
    return ({ mappingId, keys }, scope) => {
      if (scope === 'run') return everybody;
      const ids = new Set(keys.map(grantId));
      const ofScope = groups.filter((group) =>
        mappingId === null ? group.mappingId === null && ids.has(grantId(group)) : group.mappingId === mappingId,
      );
      return ofScope.reduce((sum, group) => sum + group.people, 0);
    };
  }
}

function toStop(
  scope: RemovalStop['scope'],
  limit: Omit<ExceededLimit, 'scope'>,
  people: (limit: Pick<ExceededLimit, 'mappingId' | 'keys'>, scope: RemovalStop['scope']) => number,
  labels: Labels,
): RemovalStop {
  const { mappingId, removals, active } = limit;
  const label = scope === 'run' ? '' : cutText(labels.mapping(mappingId, limit.keys), LONGEST_LABEL);
  return { scope, mappingId, label, removals, people: people(limit, scope), active };
}
