import axe, { type AxeResults } from 'axe-core';
import type { Visitor } from './visitor.js';

/** What axe finds on the page that keeps somebody out, in both colour schemes. */
export async function barriers({ page }: Visitor): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The page hears of it a moment later.
    await page.locator(`html[data-mantine-color-scheme='${colorScheme}']`).waitFor();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        found.push(`${colorScheme} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
  }
  return found;
}
