export * from './moodle-exception.js';
export * from './description/description.js';
export type { ScalarType } from './description/scalar-types.js';
export type * from './server/call-context.js';
export * from './server/function.js';
export { MAX_BODY_BYTES } from './server/body-reader.js';
export { serve, type Serving } from './server/node-adapter.js';
export type { RestReply } from './server/rest-reply.js';
export { MAX_VARIABLES, type RawRequest } from './server/rest-request.js';
export { RestServer, type RestServerOptions, type ServedCall } from './server/rest-server.js';
export { EXCEPTION_EXAMPLE } from './reference/exception-example.js';
export { answerRows, parameterRows, type FieldRow } from './reference/field-rows.js';
export type { FormPair } from './reference/form-pairs.js';
export {
  referenceOf,
  type FieldReference,
  type FunctionReference,
  type TypeReference,
} from './reference/function-reference.js';
export { openApiOf, type OpenApiDocument, type OpenApiSite } from './reference/openapi.js';
export { curlSample, requestSamples, type RequestSamples, type SampledCall } from './reference/request-samples.js';
export {
  cannotCreateToken,
  invalidLogin,
  LoginTokenException,
  serviceNotAvailable,
  userNotConfirmed,
} from './server/login-token.exception.js';
export {
  loginTooLargeReply,
  TokenServer,
  type IssuedToken,
  type ServedLogin,
  type TokenServerOptions,
} from './server/token-server.js';
export { toPhpInteger } from './php/integers.js';
export { looselyEqual } from './php/loose-comparison.js';
export { cleanUsername, phpTrim } from './php/text-cleaning.js';
export { formatName, formatText, TEXT_FORMATS } from './text/formatted-text.js';
