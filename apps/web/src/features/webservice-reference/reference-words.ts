import type { WebserviceFieldDto, WebserviceLimitsDto } from '@pulsetech/contracts';

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
    ...(tokenCallsPerMinute === null ? [] : [`${number(tokenCallsPerMinute)} calls a minute with one token.`]),
    ...(addressCallsPerMinute === null
      ? []
      : [`${number(addressCallsPerMinute)} calls a minute from one address, whatever the token.`]),
    `${number(variables)} variables in the query and as many in the form, and ${number(bodyBytes / KIB)} KiB of body. What is more is refused as a whole, never cut.`,
  ];
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}
