import { Transform } from 'class-transformer';

/** For numbers in an address: digits become a whole number; anything else stays text, for `@IsInt()` to refuse. */
export function WholeNumberFromText(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );
}
