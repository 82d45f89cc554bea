import { Injectable } from '@nestjs/common';
import { TOKEN_ADDRESSES_MAX, TOKEN_VALID_UNTIL_MAX, type TokenFunctionDto } from '@pulsetech/contracts';
import { readAddressList } from '@pulsetech/domain';
import { Clock, InvalidRequestError } from '@pulsetech/server-kit';
import type { TokenLimits } from './tokens.repository.js';
import { WebserviceFunctions } from './webservice-functions.js';

/** Limits as a person gives them: what is absent, null or empty text does not limit. */
export interface WantedLimits {
  readonly functions?: readonly string[] | null;
  /** Unix seconds. */
  readonly validUntil?: number | null;
  readonly addresses?: string | null;
}

/** Reads how far a new token is to reach. */
@Injectable()
export class TokenLimitsService {
  constructor(
    private readonly functions: WebserviceFunctions,
    private readonly clock: Clock,
  ) {}

  /** Throws InvalidRequestError about all fields that are wrong: `functions`, `validUntil`, `addresses`. */
  read(wanted: WantedLimits): TokenLimits {
    const faults: Record<string, string> = {};
    const limits = {
      functions: this.readFunctions(wanted.functions ?? null, faults),
      validUntil: this.readValidUntil(wanted.validUntil ?? null, faults),
      addresses: readAddresses(wanted.addresses ?? '', faults),
    };
    const messages = Object.values(faults);
    if (messages.length > 0) throw new InvalidRequestError(messages.join(' '), faults);
    return limits;
  }

  /** The functions that a token can be limited to. */
  functionsToChoose(): TokenFunctionDto[] {
    return this.functions.declared.map(({ name, description }) => ({ name, description }));
  }

  private readFunctions(wanted: readonly string[] | null, faults: Record<string, string>): string[] | null {
    if (wanted === null) return null;
    const names = this.functions.declared.map(({ name }) => name);
    const unknown = wanted.filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      const are = unknown.length === 1 ? 'There is no function' : 'There are no functions';
      faults['functions'] = `${are} ${unknown.join(', ')}. Those that there are: ${names.join(', ')}.`;
    } else if (wanted.length === 0) {
      faults['functions'] = 'Choose at least one function.';
    }
    return names.filter((name) => wanted.includes(name));
  }

  private readValidUntil(wanted: number | null, faults: Record<string, string>): number | null {
    if (wanted !== null && wanted <= this.clock.nowSeconds()) {
      faults['validUntil'] =
        'This moment is past already. Choose one in the future, or none for a token that does not expire.';
    } else if (wanted !== null && wanted > TOKEN_VALID_UNTIL_MAX) {
      const last = new Date(TOKEN_VALID_UNTIL_MAX * 1000).toISOString().slice(0, 10);
      faults['validUntil'] = `Choose a day before ${last}, or none for a token that does not expire.`;
    }
    return wanted;
  }
}

function readAddresses(wanted: string, faults: Record<string, string>): string | null {
  const reading = readAddressList(wanted);
  if (!reading.ok) {
    faults['addresses'] =
      `“${reading.entry}” is no address. Write addresses as 192.168.0.1, 192.168.0.0/16, 192.168. or 192.168.0.10-20 ` +
      '(IPv6 alike), with commas between them.';
    return null;
  }
  if (reading.text.length > TOKEN_ADDRESSES_MAX) {
    faults['addresses'] =
      `The list is longer than ${TOKEN_ADDRESSES_MAX} characters. Write networks instead of single addresses.`;
  }
  return reading.text === '' ? null : reading.text;
}
