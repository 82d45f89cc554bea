/** Search parameters as plain text both ways: addresses are written by hand and by the server, not only by the router. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (typeof value === 'string') params.set(name, value);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** One parameter, when it is there. */
export function textParam(search: Record<string, unknown>, name: string): string | undefined {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One parameter that is an id: a whole number above 0. */
export function idParam(search: Record<string, unknown>, name: string): string | undefined {
  const value = textParam(search, name);
  return value !== undefined && /^[1-9]\d{0,9}$/.test(value) ? value : undefined;
}
