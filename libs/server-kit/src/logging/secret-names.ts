/** Names that are secret wherever they stand: in JSON, forms, addresses and headers. Compared without case, `-` and `_`. */
const SECRET_NAMES = new Set([
  'auth',
  'code',
  'cookie',
  'cookies',
  'email',
  'mail',
  'key',
  'sid',
  'state',
  'sesskey',
  'nonce',
  'assertion',
  'signature',
  'setcookie',
  'sessdata',
]);

/** Parts that make a name secret: `access_token`, `X-CSRF-Token`, `clientSecret`, `old_password`, `licenceKey`, … */
const SECRET_PARTS =
  /token|secret|passw|passphrase|authorization|authorisation|apikey|privatekey|licen[cs]ekey|encryptionkey|codeverifier|codechallenge|credential|cookie|email|session/;

export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replace(/[-_\s]/g, '');
  // Form names such as `user[password]` and `tokens[0]`.
  const parts = plain.split(/[[\].]+/).filter((part) => part !== '');
  return parts.some((part) => SECRET_NAMES.has(part)) || SECRET_PARTS.test(plain);
}
