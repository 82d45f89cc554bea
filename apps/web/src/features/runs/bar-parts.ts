/** What is there at all must be seen. */
const LEAST = 1.5;

/** Widths of the two parts of a bar, in percent of the longest among those that stand together. */
export function barParts(given: number, taken: number, most: number) {
  const width = (value: number): number => (value === 0 || most <= 0 ? 0 : Math.max(LEAST, (value * 100) / most));
  const givenWidth = Math.min(100, width(given));
  return { givenWidth, takenWidth: Math.min(100 - givenWidth, width(taken)) };
}
