import { TOKEN_PLACEHOLDER, type WebserviceFunctionDto, type WebserviceReferenceDto } from '@pulsetech/contracts';
import {
  answerRows,
  curlSample,
  EXCEPTION_EXAMPLE,
  MAX_BODY_BYTES,
  MAX_VARIABLES,
  parameterRows,
  requestSamples,
  type FunctionReference,
} from '@pulsetech/moodle-rest';
import { DIFFERENCES } from './differences.js';
import { KNOWN_ERRORS, KNOWN_LOGIN_ERRORS } from './known-errors.js';

/** What the reference tells of a site beside its functions. */
export interface ReferencedSite {
  readonly address: string;
  readonly loginAddress: string;
  readonly openApiAddress: string;
  readonly services: readonly string[];
  /** 0 for no limit. */
  readonly tokenCallsPerMinute: number;
  readonly addressCallsPerMinute: number;
}

/** The page for bot authors as data. */
export function webserviceReference(
  functions: readonly FunctionReference[],
  site: ReferencedSite,
): WebserviceReferenceDto {
  const { address, loginAddress, openApiAddress, services } = site;
  return {
    address,
    loginAddress,
    services,
    loginSample: curlSample(loginAddress, [
      ['username', 'YOUR_USERNAME'],
      ['password', 'YOUR_PASSWORD'],
      ['service', services[0] ?? ''],
    ]),
    openApiAddress,
    functions: functions.map((reference) => functionDto(reference, address)),
    exceptionExample: { json: readable(EXCEPTION_EXAMPLE.data), xml: EXCEPTION_EXAMPLE.xml },
    errors: KNOWN_ERRORS,
    loginErrors: KNOWN_LOGIN_ERRORS,
    limits: {
      tokenCallsPerMinute: limitOf(site.tokenCallsPerMinute),
      addressCallsPerMinute: limitOf(site.addressCallsPerMinute),
      variables: MAX_VARIABLES,
      bodyBytes: MAX_BODY_BYTES,
    },
    differences: DIFFERENCES,
  };
}

function functionDto(reference: FunctionReference, address: string): WebserviceFunctionDto {
  const { name, description, capability, needsWholeRequest, parameters, returns, example } = reference;
  if (example === null) throw new Error(`The function ${name} is declared without an example.`);
  return {
    name,
    description,
    capability,
    needsWholeRequest,
    parameters: parameterRows(parameters),
    answer: returns === null ? null : answerRows(returns),
    samples: requestSamples({
      address,
      token: TOKEN_PLACEHOLDER,
      functionName: name,
      parameters: example.parameters,
    }),
    answerExample: { json: readable(example.answer), xml: example.xml },
  };
}

function readable(answer: unknown): string {
  return JSON.stringify(answer, null, 2);
}

function limitOf(callsPerMinute: number): number | null {
  return callsPerMinute === 0 ? null : callsPerMinute;
}
