import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isSnowflake } from '@pulsetech/domain';

/** The name of the rule, for what reads the rules of a class. */
export const IS_SNOWFLAKE = 'isSnowflake';

/** Accepts the text of a Discord id, by the rule of domain's `isSnowflake`. */
export function IsSnowflake(options: ValidationOptions & { message: string }): PropertyDecorator {
  return ValidateBy(
    { name: IS_SNOWFLAKE, validator: { validate: (value) => typeof value === 'string' && isSnowflake(value) } },
    options,
  );
}
