import { active, gone, granting, reportOf, revoking, type Decision, type Report } from './decision.js';
import type { Holdings } from './holdings.js';
import type { Step } from './plan.js';

const NOTHING: Decision = { intents: [], operations: [], settled: [], reports: [], left: [] };

/** Decides one step about a cohort. The rows of the ledger and the makers in the LMS are read as for roles. */
export function decideCohort(step: Step, holdings: Holdings): Decision {
  const held = holdings.cohorts.find(({ cohortId }) => cohortId === step.key.targetId);
  const report = (action: Report['action']): Report => reportOf(step, action);
  if (step.action === 'revoke') return revokeCohort(step, held, report);
  if (held) return keepCohort(step, held, report);
  if (step.action === 'grant') return addToCohort(step, report);
  const taken = step.row?.state === 'revoking';
  return { ...NOTHING, settled: [gone(step.key)], reports: taken ? [report('revoked')] : [] };
}

type Held = Holdings['cohorts'][number] | undefined;
type MakeReport = (action: Report['action']) => Report;

function keepCohort(step: Step, held: NonNullable<Held>, report: MakeReport): Decision {
  const foreign = held.by === 'other' || (held.by === 'unknown' && step.row === null);
  if (foreign) return { ...NOTHING, settled: [active(step.key, 'adopted')], reports: [report('adopted')] };
  const reports = step.row?.state === 'granting' ? [report('granted')] : [];
  return { ...NOTHING, settled: [active(step.key, 'granted')], reports };
}

function addToCohort(step: Step, report: MakeReport): Decision {
  const { key } = step;
  const settling = { yes: active(key, 'granted'), no: gone(key), gone: gone(key), report: report('granted') };
  const change = { type: 'cohort_add', cohortId: key.targetId } as const;
  return { ...NOTHING, intents: [granting(key)], operations: [{ change, settles: [settling], leaves: null }] };
}

function revokeCohort(step: Step, held: Held, report: MakeReport): Decision {
  const { key, row } = step;
  if (!held && row?.state === 'granting') return { ...NOTHING, settled: [gone(key)] };
  if (!held && row?.state === 'revoking') return { ...NOTHING, settled: [gone(key)], reports: [report('revoked')] };
  if (!held || held.by === 'other' || row?.origin === 'adopted') {
    return { ...NOTHING, settled: [gone(key)], reports: [report('forgotten')] };
  }
  const settling = { yes: gone(key), no: active(key, 'granted'), gone: gone(key), report: report('revoked') };
  const change = { type: 'cohort_remove', cohortId: key.targetId } as const;
  return { ...NOTHING, intents: [revoking(key)], operations: [{ change, settles: [settling], leaves: null }] };
}
