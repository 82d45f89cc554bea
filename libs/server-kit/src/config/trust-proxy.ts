/** The text of the setting TRUST_PROXY as Express wants it: `false`, how many proxies stand in front, or their addresses. */
export function trustProxyOf(text: string): number | string | boolean {
  if (text === 'false') return false;
  return /^\d+$/.test(text) ? Number(text) : text;
}
