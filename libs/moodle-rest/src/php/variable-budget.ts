/**
 * Arrays that a source may make for each variable that it may have. PHP makes as many as it is told, up to 64 with each
 * variable, and each costs as much as some variables; a structure within a list within a structure is three.
 */
const ARRAYS_PER_VARIABLE = 4;

/** Thrown when a request has more variables than the server reads. PHP would silently drop the rest. */
export class TooManyVariablesError extends Error {
  constructor(readonly limit: number) {
    super(`The request has more than ${limit} variables.`);
  }
}

/** Counts the variables of one source (query or body), and the arrays that they make. */
export class VariableBudget {
  private spent = 0;
  private arrays = 0;

  constructor(private readonly limit: number) {}

  spend(): void {
    this.spent += 1;
    if (this.spent > this.limit) throw new TooManyVariablesError(this.limit);
  }

  /** To be called before an array is made. */
  spendArray(): void {
    this.arrays += 1;
    if (this.arrays > this.limit * ARRAYS_PER_VARIABLE) throw new TooManyVariablesError(this.limit);
  }
}
