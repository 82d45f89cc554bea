import type { RemovalStop } from '@pulsetech/contracts';

/** What is known of who lost what by a run that ends before its end. */
export interface Losses {
  readonly dry: boolean;
  readonly undoes: number | null;
  /** Whether it took something from somebody, or may have. */
  readonly took: boolean;
  /** Links that it removed of users whom the LMS no longer has. */
  readonly unlinked: number;
}

const STAYS_TAKEN = 'What was taken by then stays taken; nothing else was.';
const LOOK = 'Look at who is concerned, then approve or reject it.';

/** The end of every reason for which a run ends early: true in whatever state it is. */
export function earlyEnd(losses: Losses): string {
  if (losses.dry) return 'It was a dry run, so nothing was changed.';
  if (losses.undoes !== null)
    return 'What was put back by then stays so, and the rest is as it was. Undo the run once more to go on with it.';
  return `${lossesOf(losses)} What was given stays, and the next run begins anew.`;
}

/** Why a run waits for a decision once more. */
export function heldAgain({ took }: Pick<Losses, 'took'>): string {
  return took ? STAYS_TAKEN : 'Nothing was taken by it.';
}

/** Why an admin need not decide about a run any more, and what it took before it waited for that once more. */
export function undecided(reason: string, { took }: Pick<Losses, 'took'>): string {
  return took ? `${reason} What was taken after an approval, before it had to wait again, stays taken.` : reason;
}

export function stopped(losses: Losses): string {
  return `An admin stopped the run. ${earlyEnd(losses)}`;
}

/** Why a run is held, or a real one would be: for the removal stop, for Discord roles that were deleted, or for both. */
export function heldBy(stops: readonly Pick<RemovalStop, 'scope'>[], dry: boolean): string {
  const roleless = stops.some(({ scope }) => scope === 'broken_mapping');
  const limits = stops.some(({ scope }) => scope !== 'broken_mapping');
  const much = 'more than the removal stop allows';
  const deleted = 'what a deleted Discord role gave';
  const what = limits && roleless ? `${much}, and ${deleted}` : roleless ? deleted : much;
  return dry
    ? `A real run would be held here: it would take ${what}.`
    : `The run would take ${what}, so nothing was taken. ${LOOK}`;
}

function lossesOf({ took, unlinked }: Losses): string {
  if (unlinked === 0) return took ? STAYS_TAKEN : 'Nobody lost anything by it.';
  const links =
    unlinked === 1
      ? 'The link of 1 user whom the LMS no longer has was removed.'
      : `The links of ${unlinked} users whom the LMS no longer has were removed.`;
  return took ? `${STAYS_TAKEN} ${links}` : `Nobody lost a course or a cohort by it. ${links}`;
}
