import { Transform } from 'class-transformer';

/** Takes blanks off both ends of a text before it is checked; anything else stays as it is, for the checks to refuse. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}
