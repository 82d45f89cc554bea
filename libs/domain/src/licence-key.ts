/** Without I, L, O, 0 and 1, which are mistaken for one another. 31 is prime, which the check character relies on. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const GROUPS = 4;
const GROUP_LENGTH = 4;
const RANDOM_CHARACTERS = GROUPS * GROUP_LENGTH - 1;

export type ParsedLicenceKey =
  | { readonly ok: true; readonly key: string }
  | {
      readonly ok: false;
      /** `shape`: not of the form PLMS-XXXX-XXXX-XXXX-XXXX. `check`: of that form, but with a typing error somewhere. */
      readonly reason: 'shape' | 'check';
      /** The group (1 to 4, after PLMS) in which the error is, where that can be told. */
      readonly group?: number;
    };

/**
 * A new licence key: 15 random characters (74 bits) and a check character, as `PLMS-XXXX-XXXX-XXXX-XXXX`.
 * `random(n)` gives a whole number from 0 to n - 1 and must be fit for secrets.
 */
export function makeLicenceKey(random: (below: number) => number): string {
  const characters = Array.from({ length: RANDOM_CHARACTERS }, () => LETTERS.charAt(random(LETTERS.length))).join('');
  return written(characters + checkCharacter(characters));
}

/** Reads a key as people type it: in any case, with stray spaces, other dashes or none. Answers the key as it is written. */
export function parseLicenceKey(text: string): ParsedLicenceKey {
  const typed = text
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/[\u2010-\u2015\u2212_]/g, '-');
  const characters = typed.replace(/-/g, '').replace(/^PLMS/, '');
  const wellFormed = typed.startsWith('PLMS') && characters.length === GROUPS * GROUP_LENGTH && isKnown(characters);
  if (!wellFormed) return { ok: false, reason: 'shape', ...badGroup(typed) };
  if (checkCharacter(characters.slice(0, RANDOM_CHARACTERS)) !== characters.slice(RANDOM_CHARACTERS)) {
    return { ok: false, reason: 'check' };
  }
  return { ok: true, key: written(characters) };
}

/** A key with all but its last group hidden: `PLMS-****-****-****-7H2K`. */
export function maskLicenceKey(key: string): string {
  return `PLMS-${'****-'.repeat(GROUPS - 1)}${key.slice(-GROUP_LENGTH)}`;
}

/** Changes with every wrong character and with every two neighbours that are swapped. */
function checkCharacter(characters: string): string {
  const sum = [...characters].reduce((total, character, i) => total + (i + 1) * LETTERS.indexOf(character), 0);
  return LETTERS.charAt(sum % LETTERS.length);
}

function written(characters: string): string {
  return `PLMS-${(characters.match(/.{4}/g) ?? []).join('-')}`;
}

function isKnown(characters: string): boolean {
  return [...characters].every((character) => LETTERS.includes(character));
}

function badGroup(typed: string): { group?: number } {
  const [prefix, ...groups] = typed.split('-');
  if (prefix !== 'PLMS' || groups.length !== GROUPS) return {};
  const bad = groups.findIndex((group) => group.length !== GROUP_LENGTH || !isKnown(group));
  return bad < 0 ? {} : { group: bad + 1 };
}
