import { rememberWantedPage, takeWantedPage } from './wanted-page.js';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const LINK = '/local/pulsetech_discord/link.php?a=1&b=two%20words';

function memory() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
}

describe('the wanted page, while the browser is at Discord', () => {
  it('is given back once', () => {
    const store = memory();
    rememberWantedPage(LINK, store, NOW);
    expect(takeWantedPage(store, NOW + MINUTE)).toBe(LINK);
    expect(takeWantedPage(store, NOW + MINUTE)).toBeNull();
  });

  it('is forgotten after ten minutes', () => {
    const store = memory();
    rememberWantedPage(LINK, store, NOW);
    expect(takeWantedPage(store, NOW + 11 * MINUTE)).toBeNull();
  });

  it('is forgotten when somebody signs in without wanting one', () => {
    const store = memory();
    rememberWantedPage(LINK, store, NOW);
    rememberWantedPage(undefined, store, NOW);
    expect(takeWantedPage(store, NOW)).toBeNull();
  });

  it.each(['', 'nonsense', '1 //evil.example/', `${String(NOW)} //evil.example/`])(
    'never leads off the site, whatever is stored: %p',
    (stored) => {
      const store = memory();
      store.setItem('pulsetech-wanted-page', stored);
      expect([null, '/my/']).toContain(takeWantedPage(store, NOW));
    },
  );
});
