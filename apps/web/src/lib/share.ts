/** `31 %`; small shares are not rounded to nothing. */
export function share(part: number, whole: number): string {
  if (whole <= 0) return '–';
  const percent = (part * 100) / whole;
  return percent > 0 && percent < 1 ? 'under 1 %' : `${String(Math.round(percent))} %`;
}
