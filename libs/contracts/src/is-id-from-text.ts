import { IsInt, Max, Min } from 'class-validator';
import { WholeNumberFromText } from './number-from-text.js';

/** The largest that a column of ids holds. */
const ID_MAX = 2_147_483_647;

/** For the id of a row in an address: a whole number that a database can have given. */
export function IsIdFromText(message?: string): PropertyDecorator {
  const options = message === undefined ? undefined : { message };
  const rules = [WholeNumberFromText(), IsInt(options), Min(1, options), Max(ID_MAX, options)];
  return (target, property) => {
    for (const rule of rules) rule(target, property);
  };
}
