/** For a promise whose failure is told elsewhere, or that was broken off on purpose. */
export function ignore(): void {
  return undefined;
}
