import { PasswordHasher } from '../src/modules/lms/embedded/password-hasher.js';

/** Hashes each password once in a test file: hashing is slow on purpose, and most people of tests have the same one. */
export class RememberingHasher extends PasswordHasher {
  private static readonly hashes = new Map<string, Promise<string>>();

  override hash(password: string): Promise<string> {
    const known = RememberingHasher.hashes.get(password) ?? super.hash(password);
    RememberingHasher.hashes.set(password, known);
    return known;
  }
}
