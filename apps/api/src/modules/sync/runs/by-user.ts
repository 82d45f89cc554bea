/** Rows by whom they are about, in their order; who has none has no entry. */
export function byUser<T extends { readonly userId: number }>(rows: readonly T[]): Map<number, T[]> {
  const result = new Map<number, T[]>();
  for (const row of rows) {
    const own = result.get(row.userId);
    if (own) own.push(row);
    else result.set(row.userId, [row]);
  }
  return result;
}
