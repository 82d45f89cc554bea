import type { RemovalStop, RunFigures } from '@pulsetech/contracts';
import { toldStops } from './stop-words.js';

export interface FigureRow extends RunFigures {
  readonly key: string;
  readonly label: string;
  /** The limit that this mapping exceeds, when it does. */
  readonly stop: RemovalStop | null;
}

type Labelled = RunFigures & { readonly label: string } & (
    { readonly mappingId: number | null } | { readonly courseId: number }
  );

/** The rows of a table of figures: what loses most first, each with the limit that it exceeds. */
export function figureRows(figures: readonly Labelled[], stops: readonly RemovalStop[]): FigureRow[] {
  return figures
    .filter(({ given, taken, toGive, toTake }) => given + taken + toGive + toTake > 0)
    .map((row, index) => ({ ...row, key: `${row.label} ${String(index)}`, stop: stopOf(row, stops) }))
    .sort((a, b) => b.toTake - a.toTake || b.taken - a.taken || b.toGive + b.given - a.toGive - a.given);
}

function stopOf(row: Labelled, stops: readonly RemovalStop[]): RemovalStop | null {
  if (!('mappingId' in row)) return null;
  const own = toldStops(stops).find(
    ({ scope, mappingId, label }) =>
      scope !== 'run' && mappingId === row.mappingId && (mappingId !== null || label === row.label),
  );
  return own ?? null;
}
