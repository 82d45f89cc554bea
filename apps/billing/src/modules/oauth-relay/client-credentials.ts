import { TokenEndpointError } from './token-endpoint.error.js';

export interface ClientCredentials {
  readonly clientId: string;
  readonly secret: string;
}

/** The client's id and secret from HTTP Basic or the form, but not both (RFC 6749 section 2.3). */
export function clientCredentials(
  authorization: string | undefined,
  form: Readonly<Record<string, unknown>>,
): ClientCredentials {
  const basic = authorization === undefined ? null : fromBasic(authorization);
  const inForm = form['client_secret'] === undefined ? null : fromForm(form);
  const formClientId = form['client_id'];
  if (basic && inForm) throw new TokenEndpointError('invalid_request', 'Use one way of client authentication.');
  if (basic && formClientId !== undefined && formClientId !== basic.clientId) throw unknownClient();
  const credentials = basic ?? inForm;
  if (!credentials || credentials.clientId === '' || credentials.secret === '') throw unknownClient();
  return credentials;
}

export function unknownClient(): TokenEndpointError {
  return new TokenEndpointError('invalid_client', 'The client id or the licence key is wrong or missing.');
}

function fromForm(form: Readonly<Record<string, unknown>>): ClientCredentials {
  const { client_id: clientId, client_secret: secret } = form;
  if (typeof clientId !== 'string' || typeof secret !== 'string') throw unknownClient();
  return { clientId, secret };
}

function fromBasic(authorization: string): ClientCredentials | null {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) throw unknownClient();
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  if (colon < 0) throw unknownClient();
  return { clientId: formDecoded(decoded.slice(0, colon)), secret: formDecoded(decoded.slice(colon + 1)) };
}

/** Both are form-encoded before Basic joins them (RFC 6749 section 2.3.1). */
function formDecoded(value: string): string {
  return new URLSearchParams(`value=${value}`).get('value') ?? '';
}
