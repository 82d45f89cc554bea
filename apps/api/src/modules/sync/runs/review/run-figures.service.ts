import { Injectable } from '@nestjs/common';
import type { RunFigures, RunFiguresDto } from '@pulsetech/contracts';
import type { GrantKey } from '@pulsetech/domain';
import { RunFiguresRepository, type FigureRow } from './run-figures.repository.js';
import { RunLabels } from './run-labels.js';

interface Group {
  readonly keys: GrantKey[];
  figures: RunFigures;
}

const NOTHING: RunFigures = { given: 0, taken: 0, toTake: 0, toGive: 0 };

/** What a run did, by mapping and by course. */
@Injectable()
export class RunFiguresService {
  constructor(
    private readonly figures: RunFiguresRepository,
    private readonly labels: RunLabels,
  ) {}

  /** Counted are course roles and cohort memberships; by course, the roles. */
  async of(runId: number): Promise<RunFiguresDto> {
    const [rows, labels] = await Promise.all([this.figures.of(runId), this.labels.read()]);
    const counted = rows.filter(({ kind }) => kind !== 'enrolment');
    const mappings = grouped(counted, ({ mappingId }) => mappingId);
    const courses = grouped(
      counted.filter(({ kind }) => kind === 'role'),
      ({ targetId }) => targetId,
    );
    return {
      mappings: Array.from(mappings, ([mappingId, { keys, figures }]) => ({
        mappingId,
        label: mappingId === null ? 'No role mapping any more' : labels.mapping(mappingId, keys),
        ...figures,
      })),
      courses: Array.from(courses, ([courseId, { figures }]) => ({
        courseId,
        label: labels.course(courseId),
        ...figures,
      })),
    };
  }
}

function grouped<T>(rows: readonly FigureRow[], by: (row: FigureRow) => T): Map<T, Group> {
  const groups = new Map<T, Group>();
  for (const row of rows) {
    const id = by(row);
    const group = groups.get(id) ?? { keys: [], figures: NOTHING };
    const { given, taken, toTake, toGive } = group.figures;
    group.keys.push(row);
    group.figures = {
      given: given + row.given,
      taken: taken + row.taken,
      toTake: toTake + row.toTake,
      toGive: toGive + row.toGive,
    };
    groups.set(id, group);
  }
  return groups;
}
