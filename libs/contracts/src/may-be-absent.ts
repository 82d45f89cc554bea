import { ValidateIf } from 'class-validator';

/** The field may be left out; unlike with `@IsOptional()`, `null` is not the same as leaving it out. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_object: unknown, value: unknown) => value !== undefined);
}
