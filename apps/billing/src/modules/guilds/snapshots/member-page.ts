import type { MemberObservation } from '@pulsetech/discord-client';

const PENDING = 1;
const GUEST = 2;
const ID_BYTES = 8;

interface PagedMember {
  readonly id: string;
  readonly observation: Omit<MemberObservation, 'at' | 'kind'>;
}

/**
 * The members of one page as bytes, so that 1000 of them with any 250 roles stay below 64 KiB when sealed and are found
 * without being unpacked: number of roles, their ids, then for each member, by ascending id, the id, flags, and a bit for
 * each role. Numbers are big-endian.
 */
export class MemberPage {
  private readonly roleIds: readonly string[];
  private readonly membersAt: number;
  private readonly memberBytes: number;
  private readonly count: number;

  constructor(readonly bytes: Buffer) {
    const roles = bytes.readUInt16BE(0);
    this.roleIds = Array.from({ length: roles }, (_, index) => bytes.readBigUInt64BE(2 + index * ID_BYTES).toString());
    this.membersAt = 2 + roles * ID_BYTES;
    this.memberBytes = ID_BYTES + 1 + Math.ceil(roles / 8);
    this.count = (bytes.length - this.membersAt) / this.memberBytes;
    if (!Number.isInteger(this.count)) throw new Error('The bytes are not those of a page of members.');
  }

  /** `members`: by ascending id. */
  static of(members: readonly PagedMember[]): MemberPage {
    // In one order on all pages and in all walks, so that whose roles are the same is told in the same words.
    const roleIds = [...new Set(members.flatMap(({ observation }) => observation.roles))].sort();
    const places = new Map(roleIds.map((id, place) => [id, place]));
    const membersAt = 2 + roleIds.length * ID_BYTES;
    const memberBytes = ID_BYTES + 1 + Math.ceil(roleIds.length / 8);
    const bytes = Buffer.alloc(membersAt + members.length * memberBytes);
    bytes.writeUInt16BE(roleIds.length, 0);
    roleIds.forEach((id, place) => bytes.writeBigUInt64BE(BigInt(id), 2 + place * ID_BYTES));
    members.forEach(({ id, observation }, index) => {
      const at = membersAt + index * memberBytes;
      bytes.writeBigUInt64BE(BigInt(id), at);
      bytes[at + ID_BYTES] = (observation.pending ? PENDING : 0) | (observation.guest ? GUEST : 0);
      for (const role of observation.roles) {
        const place = places.get(role) ?? 0;
        const byte = at + ID_BYTES + 1 + (place >> 3);
        bytes[byte] = (bytes[byte] ?? 0) | (1 << (place & 7));
      }
    });
    return new MemberPage(bytes);
  }

  /** What the page says of this user at the time `at`; null when it does not name them. */
  find(id: string, at: number): MemberObservation | null {
    const wanted = BigInt(id);
    let low = 0;
    let high = this.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const place = this.membersAt + middle * this.memberBytes;
      const found = this.bytes.readBigUInt64BE(place);
      if (found === wanted) return this.observationAt(place, at);
      if (found < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  /** Adds the members of each role to `counts`. */
  countRoles(counts: Map<string, number>): void {
    const sums = new Array<number>(this.roleIds.length).fill(0);
    for (let member = 0; member < this.count; member++) {
      const bitsAt = this.membersAt + member * this.memberBytes + ID_BYTES + 1;
      for (let place = 0; place < sums.length; place++) {
        if (this.hasBit(bitsAt, place)) sums[place] = (sums[place] ?? 0) + 1;
      }
    }
    this.roleIds.forEach((id, place) => counts.set(id, (counts.get(id) ?? 0) + (sums[place] ?? 0)));
  }

  private observationAt(place: number, at: number): MemberObservation {
    const flags = this.bytes[place + ID_BYTES] ?? 0;
    const roles = this.roleIds.filter((_, index) => this.hasBit(place + ID_BYTES + 1, index));
    return { kind: 'member', roles, pending: (flags & PENDING) !== 0, guest: (flags & GUEST) !== 0, at };
  }

  private hasBit(bitsAt: number, place: number): boolean {
    return ((this.bytes[bitsAt + (place >> 3)] ?? 0) & (1 << (place & 7))) !== 0;
  }
}
