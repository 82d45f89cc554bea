import type { ChangeDto, MappingDto } from '@pulsetech/contracts';
import { namedOptions, type SelectOption } from './discord-role-options.js';

interface Named {
  readonly id: number;
  readonly name: string;
}

const byName = (a: Named, b: Named): number => a.name.localeCompare(b.name, 'en-GB');

/** The courses that Discord roles give, each once. */
export function mappedCourses(mappings: readonly Pick<MappingDto, 'courseId' | 'courseName'>[]): Named[] {
  const names = new Map(
    mappings.map(({ courseId, courseName }) => [courseId, courseName ?? `course ${String(courseId)}`]),
  );
  return [...names].map(([id, name]) => ({ id, name })).sort(byName);
}

/** The courses that may be asked about for a person: mapped ones, those of their changes, and the one that is asked about. */
export function courseChoices(
  mappings: readonly Pick<MappingDto, 'courseId' | 'courseName'>[],
  changes: readonly Pick<ChangeDto, 'kind' | 'targetId' | 'target'>[],
  asked: string | undefined,
): SelectOption[] {
  const names = new Map<number, string>();
  if (asked !== undefined) names.set(Number(asked), `course ${asked}`);
  for (const { kind, targetId, target } of changes) if (kind !== 'cohort') names.set(targetId, target);
  for (const { id, name } of mappedCourses(mappings)) names.set(id, name);
  return namedOptions([...names].map(([id, name]) => ({ id, name })).sort(byName));
}

/** The first course that a Discord role gives, to begin with where nothing else is known. */
export function firstCourse(mappings: readonly Pick<MappingDto, 'courseId' | 'courseName'>[]): string | undefined {
  const [first] = mappedCourses(mappings);
  return first === undefined ? undefined : String(first.id);
}

/** The course that was changed last, which is the one that people ask about most. */
export function lastCourse(changes: readonly Pick<ChangeDto, 'kind' | 'targetId'>[]): string | undefined {
  const change = changes.find(({ kind }) => kind !== 'cohort');
  return change === undefined ? undefined : String(change.targetId);
}
