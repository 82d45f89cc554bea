import type { RunDto, RunState } from '@pulsetech/contracts';
import type { Tone } from '../../components/shape.js';

interface RunWords {
  readonly tone: Tone;
  readonly word: string;
}

export const RUN_STATES = {
  running: { tone: 'waiting', word: 'Running' },
  completed: { tone: 'ok', word: 'Completed' },
  completed_with_errors: { tone: 'warn', word: 'Completed with errors' },
  incomplete: { tone: 'warn', word: 'Incomplete' },
  failed: { tone: 'bad', word: 'Failed' },
} as const satisfies Record<RunState, RunWords>;

export const RUN_CAUSES = {
  schedule: 'by schedule',
  manual: 'by hand',
  cli: 'on the command line',
} as const satisfies Record<RunDto['cause'], string>;
