import { Injectable } from '@nestjs/common';
import type { RemovalStop } from '@pulsetech/contracts';
import {
  activeBefore,
  grantId,
  removalStop,
  removalsWithoutRole,
  type Because,
  type ExceededLimit,
  type ReasonedRemovals,
} from '@pulsetech/domain';
import { SettingsService } from '../../../settings/settings.service.js';
import { ActiveGrantsRepository } from './active-grants.repository.js';
import type { CarriedRun } from '../carried-run.js';
import type { PhaseEnd } from './phase.js';
import { RunItemsRepository } from '../run-items.repository.js';
import { cutText } from '../cut-text.js';
import { RunLabels, type Labels } from '../review/run-labels.js';
import { RunRules } from '../run-rules.js';
import { heldBy } from '../ending-words.js';
import type { Run } from '../run.js';
import { firstInServer, moreStops } from '../run-words.js';
import { RunsRepository } from '../runs.repository.js';

/** So many exceeded limits are stored with a run, the largest first, with names no longer than this. */
const STOPS_TOLD = 50;
const LONGEST_LABEL = 200;

/** People who lose something: in all, and by mapping. */
interface Counted {
  readonly everybody: number;
  readonly groups: Awaited<ReturnType<RunItemsRepository['peopleByMapping']>>;
}

/** The removal stop: whether what was collected is more than anybody should lose without a look. */
@Injectable()
export class RemovalReview {
  constructor(
    private readonly runs: RunsRepository,
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
    const moved = open.length > 0 && (await this.isFirstInServer(work.run));
    if (stops.length === 0 && !moved) return null;
    const reasons = [
      ...(moved ? [firstInServer(work.run.dry)] : []),
      ...(stops.length === 0 ? [] : [heldBy(stops, work.run.dry)]),
      ...(stops.length === told.length ? [] : [moreStops(stops.length, told.length)]),
    ];
    return { state: work.run.dry ? 'completed' : 'held', reason: reasons.join(' ') };
  }

  /** A licence key of another server, entered by mistake, must take nothing from the people of a small site either. */
  private async isFirstInServer({ id, guildId }: Run): Promise<boolean> {
    const before = await this.runs.serverBefore(id);
    return before !== null && before !== guildId;
  }

  private async stops(work: CarriedRun, removals: readonly ReasonedRemovals[]): Promise<RemovalStop[]> {
    const { id } = work.run;
    const [{ removalStopCount, removalStopShare, brokenMappings }, { mappings }, held, given] = await Promise.all([
      this.settings.get(),
      this.rules.of(work.run),
      this.grants.active(),
      this.grants.givenBy(id),
    ]);
    const active = activeBefore(held, given, removals);
    const limits = { count: removalStopCount, share: removalStopShare };
    const exceeded = removalStop(removals, active, limits, mappings);
    const roleless = brokenMappings === 'hold' ? removalsWithoutRole(removals, active) : [];
    if (exceeded.length + roleless.length === 0) return [];
    const people = await this.people(id);
    const withoutRole = roleless.length === 0 ? people : await this.people(id, 'discord_role_deleted');
    const labels = await this.labels.read();
    return [
      ...exceeded.map((limit) => toStop(limit.scope, limit, people, labels)),
      ...roleless.map((limit) => toStop('broken_mapping', limit, withoutRole, labels)),
    ];
  }

  /** How many people lose something, because of this or of anything. */
  private async people(runId: number, because?: Because): Promise<Counted> {
    const [everybody, groups] = await Promise.all([
      this.items.losers(runId, because),
      this.items.peopleByMapping(runId, because),
    ]);
    return { everybody, groups };
  }
}

function toStop(
  scope: RemovalStop['scope'],
  { mappingId, keys, removals, active }: Omit<ExceededLimit, 'scope'>,
  { everybody, groups }: Counted,
  labels: Labels,
): RemovalStop {
  if (scope === 'run') return { scope, mappingId, label: '', removals, people: everybody, active };
  const ids = new Set(keys.map(grantId));
  const own = groups.filter(
    (group) => group.mappingId === mappingId && (mappingId !== null || ids.has(grantId(group))),
  );
  const people = own.reduce((sum, group) => sum + group.people, 0);
  return { scope, mappingId, label: cutText(labels.mapping(mappingId, keys), LONGEST_LABEL), removals, people, active };
}
