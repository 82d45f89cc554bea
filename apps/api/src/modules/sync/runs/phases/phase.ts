import type { RunPhase, RunState } from '@pulsetech/contracts';
import type { CarriedRun } from '../carried-run.js';

/** How a phase ends: with another one, or with the run. The reason is for people. */
export type PhaseEnd =
  | { readonly next: RunPhase }
  | { readonly state: Extract<RunState, 'completed' | 'incomplete' | 'held'>; readonly reason?: string };

/** One part of a run. Safe to begin again after a crash at any point: it goes on from where it committed last. */
export interface Phase {
  /**
   * @throws RunInterrupted when this process must stop; @throws RunEnded when the run ends early
   */
  carryOut(work: CarriedRun): Promise<PhaseEnd>;
}
