import type { DataSource } from 'typeorm';

/** What is written beside the calls of the web service at its own time: their log, and the frame of its transaction. */
export const BESIDE_CALLS = /webservice_log|^(BEGIN|START) TRANSACTION|^COMMIT/i;

export interface Counted<T> {
  readonly result: T;
  readonly statements: number;
  /** Each with its values. */
  readonly queries: readonly string[];
}

/** Does the work and counts the statements that are sent to the database meanwhile, but for those to be ignored. */
export async function countingStatements<T>(
  dataSource: DataSource,
  work: () => Promise<T>,
  { ignore }: { readonly ignore?: RegExp } = {},
): Promise<Counted<T>> {
  const queries: string[] = [];
  const { logger } = dataSource;
  dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
    logQuery: (query: string, values: unknown[] = []) => {
      if (!ignore?.test(query)) queries.push(`${query} ${JSON.stringify(values)}`);
    },
  });
  try {
    const result = await work();
    return { result, statements: queries.length, queries };
  } finally {
    dataSource.logger = logger;
  }
}
