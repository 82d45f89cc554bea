/**
 * The name under which browsers get a cookie. Over https it begins with `__Host-`: browsers take such a cookie from this
 * very host over https only, so that no neighbouring host can plant one (RFC 6265bis section 4.1.3.2). It needs `Secure`
 * and `Path=/`, also to be cleared.
 */
export function cookieName(name: string, https: boolean): string {
  return https ? `__Host-${name}` : name;
}
