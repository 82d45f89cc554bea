import type { ValueTransformer } from 'typeorm';

/** For `bigint` columns with values below 2^53, such as Unix milliseconds: a number whatever the driver returns. */
export const safeInteger: ValueTransformer = {
  to: (value: unknown): unknown => value,
  from: (value: unknown): unknown => (typeof value === 'string' ? Number(value) : value),
};
