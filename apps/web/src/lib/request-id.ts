/** A name for one request that is the same however often it is sent. `randomUUID` is missing on plain http addresses. */
export function newRequestId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
