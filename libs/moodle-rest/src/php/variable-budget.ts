/** Thrown when a request has more variables than the server reads. PHP would silently drop the rest. */
export class TooManyVariablesError extends Error {
  constructor(readonly limit: number) {
    super(`The request has more than ${limit} variables.`);
  }
}

/** Counts the variables of one source (query or body). */
export class VariableBudget {
  private spent = 0;

  constructor(private readonly limit: number) {}

  spend(): void {
    this.spent += 1;
    if (this.spent > this.limit) throw new TooManyVariablesError(this.limit);
  }
}
