/** Ids of ours begin here, above the demo's. */
export const FIRST_ID = 10_001;
export const MAPPINGS = 20;
/** How many of the mapped roles each person holds at first. */
const HELD = 5;

const ROLE_IDS = Array.from({ length: MAPPINGS }, (_, mapping) => String(500_000_000_000_000_000n + BigInt(mapping)));
export const mappedRoles = () => ROLE_IDS;

/** Half of the mappings give a cohort as well. */
export const givesCohort = (mapping) => mapping % 2 === 0;

/** Scrambles 32 bits, each number into another one. */
function scrambled(number) {
  let bits = Math.imul(number + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae3d);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Discord ids have nothing to do with the order in which people came to the site. */
export function discordIdOf(index) {
  return String(300_000_000_000_000_000n + BigInt(scrambled(index)) * 10_000_000n);
}

/** Who holds which of the mapped roles in Discord, as one bit each. */
export class People {
  /** @type {number[]} */
  #roles = [];

  get count() {
    return this.#roles.length;
  }

  /** More people, each with five of the mapped roles. @returns {number[]} them */
  add(count) {
    const from = this.count;
    for (let index = from; index < from + count; index++) {
      let bits = 0;
      for (let draw = 0; bitCount(bits) < HELD; draw++) bits |= 1 << (scrambled(index * 64 + draw) % MAPPINGS);
      this.#roles.push(bits);
    }
    return Array.from({ length: count }, (_, offset) => from + offset);
  }

  /**
   * A tenth of the people, another one each round: half of them gain a role, half lose one.
   *
   * @returns {{ changed: number[], gained: number, lost: number }}
   */
  changeTenth(round) {
    const changed = [];
    let gained = 0;
    for (let index = round % 10; index < this.count; index += 10) {
      const gains = changed.length % 2 === 0;
      this.#roles[index] ^= 1 << this.#roleToChange(index, gains, round);
      if (gains) gained++;
      changed.push(index);
    }
    return { changed, gained, lost: changed.length - gained };
  }

  /** As the sandbox wants to be told. */
  member(index) {
    return { id: discordIdOf(index), username: `bench${index}`, roles: this.rolesOf(index) };
  }

  rolesOf(index) {
    return ROLE_IDS.filter((_, mapping) => this.holds(index, mapping));
  }

  holds(index, mapping) {
    return (this.#roles[index] & (1 << mapping)) !== 0;
  }

  /** How many of the mapped roles are held in all. */
  heldRoles() {
    return this.#roles.reduce((sum, bits) => sum + bitCount(bits), 0);
  }

  #roleToChange(index, gains, round) {
    const candidates = ROLE_IDS.map((_, mapping) => mapping).filter((mapping) => this.holds(index, mapping) !== gains);
    return candidates[scrambled(index * 64 + 32 + round) % candidates.length];
  }
}

function bitCount(bits) {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
