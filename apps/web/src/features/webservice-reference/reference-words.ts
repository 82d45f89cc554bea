import type { WebserviceFieldDto, WebserviceFunctionDto, WebserviceLimitsDto } from '@pulsetech/contracts';
import { TOKEN_PLACEHOLDER } from '@pulsetech/contracts/constants';
import { formatNumber } from '../../lib/counted.js';

const KIB = 1024;

/** Where a function stands on the page, for links to it. */
export function anchorOf(functionName: string): string {
  return functionName.replaceAll('_', '-');
}

/** The type of a field and whether it has to be there, e.g. `list of text, optional: [] when absent`. */
export function fieldWords({ type, presence, default: fallback }: WebserviceFieldDto, sent: boolean): string {
  if (presence === 'required') return sent ? `${type}, required` : type;
  if (presence === 'optional') return sent ? `${type}, optional` : `${type}, may be absent`;
  return sent ? `${type}, optional: ${String(fallback)} when absent` : type;
}

export function limitSentences(limits: WebserviceLimitsDto): string[] {
  const { tokenCallsPerMinute, addressCallsPerMinute, variables, bodyBytes } = limits;
  return [
    ...(tokenCallsPerMinute === null ? [] : [`${formatNumber(tokenCallsPerMinute)} calls a minute with one token.`]),
    ...(addressCallsPerMinute === null
      ? []
      : [`${formatNumber(addressCallsPerMinute)} calls a minute from one address, whatever the token.`]),
    `${formatNumber(variables)} variables in the query and as many in the form, and ${formatNumber(bodyBytes / KIB)} KiB of body. What is more is refused as a whole, never cut.`,
  ];
}

/**
 * The reference's sample of a call with this token, which may call these functions (null: all): one without required
 * parameters where there is one, so that it shows at once whether the token works. Null when it may call none of them.
 */
export function firstCall(
  token: string,
  functions: readonly string[] | null,
  described: readonly WebserviceFunctionDto[],
): string | null {
  const callable = described.filter(({ name }) => functions === null || functions.includes(name));
  const easy = callable.find(({ parameters }) => parameters.every(({ presence }) => presence !== 'required'));
  const sample = (easy ?? callable[0])?.samples.curl;
  return sample?.replaceAll(TOKEN_PLACEHOLDER, () => token) ?? null;
}
