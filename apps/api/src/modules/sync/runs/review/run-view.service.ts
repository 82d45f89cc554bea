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
    const run = await this.runs.findById(id);
    if (run === null) throw runNotFound();
    return this.dto(run);
  }

  async dto(run: Run): Promise<RunDto> {
    const [dto] = await this.shown([run]);
    if (!dto) throw new Error('A run is shown as one.');
    return dto;
  }

  /** The problems that are listed; where the run met more, the last line says how many. */
  async problems(id: number): Promise<RunProblemDto[]> {
    const [{ errors }, problems] = await Promise.all([this.show(id), this.problemRows.list(id)]);
    const names = await this.labels.people(problems.flatMap(({ userId }) => (userId === null ? [] : [userId])));
    const listed = problems.map(({ userId, message }) => ({
      userId,
      userName: userId === null ? null : (names.get(userId) ?? null),
      message,
    }));
    const more = errors - listed.length;
    if (more <= 0) return listed;
    return [...listed, { userId: null, userName: null, message: `And ${more} more; the log has all of them.` }];
  }

  private async shown(runs: readonly Run[]): Promise<RunDto[]> {
    const ended = runs.filter(
      ({ dry, undoes, state }) => !dry && undoes === null && state !== 'running' && state !== 'held',
    );
    const [undoable, names] = await Promise.all([
      this.runs.withChanges(ended.map(({ id }) => id)),
      this.labels.people(runs.flatMap(({ decidedBy }) => (decidedBy === null ? [] : [decidedBy]))),
    ]);
    return runs.map((run) => {
      const { decidedBy } = run;
      const name = decidedBy === null ? null : (names.get(decidedBy) ?? `deleted user ${decidedBy}`);
      return toRunDto(run, { undoable: undoable.has(run.id), decidedBy: name });
    });
  }
}
