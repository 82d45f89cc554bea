import { cleanReturnValue } from '../description/clean-return-value.js';
import { validateParameters } from '../description/validate-parameters.js';
import { PhpArray } from '../php/php-array.js';
import { registerVariable } from '../php/register-variable.js';
import { VariableBudget } from '../php/variable-budget.js';
import type { MoodleFunction } from '../server/function.js';
import { resultReply } from '../server/rest-reply.js';
import { MAX_VARIABLES } from '../server/rest-request.js';
import { formPairs, type FormPair } from './form-pairs.js';

/** An example call and its answer, as they travel. */
export interface ExampleReference {
  /** The function's own parameters, without those that route the call. */
  readonly parameters: readonly FormPair[];
  /** The answer as data. */
  readonly answer: unknown;
  /** The answer as the server writes it, in both formats. */
  readonly json: string;
  readonly xml: string;
}

/** The declared example, sent through the same checks and encoders as a call; throws where those would refuse it. */
export function exampleOf<Caller>({ parameters, returns, example }: MoodleFunction<Caller>): ExampleReference | null {
  if (example === undefined) return null;
  const pairs = formPairs(example.parameters);
  const sent = new PhpArray();
  const budget = new VariableBudget(MAX_VARIABLES);
  for (const [name, value] of pairs) registerVariable(sent, name, value, budget);
  validateParameters(parameters, sent);
  const answer = returns === null ? null : cleanReturnValue(returns, example.answer);
  return {
    parameters: pairs,
    answer,
    json: resultReply('json', returns, answer).body,
    xml: resultReply('xml', returns, answer).body,
  };
}
