import {
  cleanUsername,
  InvalidParameterException,
  looselyEqual,
  MoodleException,
  phpTrim,
  toPhpInteger,
} from '@pulsetech/moodle-rest';
import type { LmsProfileField } from '../../lms/lms.port.js';

/** How Moodle cleans the values of each field before it looks for them. */
const CLEANING: Readonly<Record<LmsProfileField, (text: string) => string>> = {
  id: toPhpInteger,
  idnumber: (text) => text,
  username: cleanUsername,
  email: phpTrim,
};

/** The field by this name. Throws what Moodle throws for another. */
export function profileFieldOf(name: string): LmsProfileField {
  if (Object.hasOwn(CLEANING, name)) return name as LmsProfileField;
  throw new MoodleException(
    'core\\exception\\coding_exception',
    'codingerror',
    'Coding error detected, it must be fixed by a programmer: invalid field parameter',
    `The search field '${name}' is not supported, look at the web service documentation`,
  );
}

/** The values, cleaned. As in Moodle one that cleaning would change fails the whole call. */
export function cleanValues(field: LmsProfileField, values: readonly string[]): string[] {
  return values.map((sent) => {
    const clean = CLEANING[field](sent);
    if (looselyEqual(sent, clean)) return clean;
    throw new InvalidParameterException(`The field '${field}' value is invalid: ${sent}(cleaned value: ${clean})`);
  });
}
