import { Injectable } from '@nestjs/common';
import type { RunDto, RunProblemDto, RunsQueryDto } from '@pulsetech/contracts';
import { RunLabels } from './run-labels.js';
import { toRunDto, type Run } from '../run.js';
import { RunProblemsRepository } from '../run-problems.repository.js';
import { runNotFound } from '../runs.errors.js';
import { RunsRepository } from '../runs.repository.js';

const LISTED = 50;

/** Runs as pages and the command line show them. */
@Injectable()
export class RunViewService {
  constructor(
    private readonly runs: RunsRepository,
    private readonly problemRows: RunProblemsRepository,
    private readonly labels: RunLabels,
  ) {}

  /** The newest first. */
  async list({ limit = LISTED, before }: RunsQueryDto): Promise<RunDto[]> {
    return this.shown(await this.runs.list(limit, before));
  }

  /** @throws RunsError `run_not_found` */
  async show(id: number): Promise<RunDto> {
    return this.dto(await this.require(id));
  }

  /** @throws RunsError `run_not_found` */
  async require(id: number): Promise<Run> {
    const run = await this.runs.findById(id);
    if (run === null) throw runNotFound();
    return run;
  }

  async dto(run: Run): Promise<RunDto> {
    const [dto] = await this.shown([run]);
    if (!dto) throw new Error('A run is shown as one.');
    return dto;
  }

  /** The problems that are listed; where the run met more, the last line says how many. */
  async problems(id: number): Promise<RunProblemDto[]> {
    const [{ errors }, problems] = await Promise.all([this.require(id), this.problemRows.list(id)]);
    const names = await this.labels.people(problems.flatMap(({ userId }) => (userId === null ? [] : [userId])));
    const listed = problems.map(({ userId, message }) => ({
      userId,
      userName: nameOf(userId, names),
      message,
    }));
    const more = errors - listed.length;
    if (more <= 0) return listed;
    return [...listed, { userId: null, userName: null, message: `And ${more} more, which are not listed.` }];
  }

  private async shown(runs: readonly Run[]): Promise<RunDto[]> {
    const ended = runs.filter(
      ({ dry, undoes, state, unsettled }) =>
        !dry && undoes === null && state !== 'running' && state !== 'held' && !unsettled,
    );
    const [undoable, names] = await Promise.all([
      this.runs.withChanges(ended.map(({ id }) => id)),
      this.labels.people(
        runs.flatMap(({ decidedBy, startedBy }) => [decidedBy, startedBy].filter((by) => by !== null)),
      ),
    ]);
    return runs.map((run) => {
      const [decidedBy, startedBy] = [nameOf(run.decidedBy, names), nameOf(run.startedBy, names)];
      return toRunDto(run, { undoable: undoable.has(run.id), decidedBy, startedBy });
    });
  }
}

/** Null for nobody. */
function nameOf(userId: number | null, names: ReadonlyMap<number, string>): string | null {
  return userId === null ? null : (names.get(userId) ?? `deleted user ${userId}`);
}
