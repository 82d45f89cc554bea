import { createHash } from 'node:crypto';

const WIDTH = 160;
const HEIGHT = 90;
const CIRCLES = 7;

/** A pattern for a course that has no picture: always the same for one course, and seldom alike for two. */
export function coursePattern(contextId: number): string {
  const bytes = createHash('sha256').update(`course ${contextId}`).digest();
  const byte = (index: number): number => bytes[index % bytes.length] ?? 0;
  const hue = Math.round((byte(0) / 256) * 360);
  const circles = Array.from({ length: CIRCLES }, (_, index) => {
    const x = Math.round((byte(1 + index * 3) / 255) * WIDTH);
    const y = Math.round((byte(2 + index * 3) / 255) * HEIGHT);
    const radius = 10 + (byte(3 + index * 3) % 28);
    return `<circle cx="${x}" cy="${y}" r="${radius}" fill="hsl(${(hue + index * 9) % 360} 55% 70%)" fill-opacity=".45"/>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH * 2}" height="${HEIGHT * 2}" viewBox="0 0 ${WIDTH} ${HEIGHT}">` +
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="hsl(${hue} 45% 45%)"/>${circles.join('')}</svg>`
  );
}
