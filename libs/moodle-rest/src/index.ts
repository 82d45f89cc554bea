export * from './moodle-exception.js';
export * from './description/description.js';
export type { ScalarType } from './description/scalar-types.js';
export * from './server/function.js';
export { serve, MAX_BODY_BYTES, type Serving } from './server/node-adapter.js';
export type { RestReply } from './server/rest-reply.js';
export { MAX_VARIABLES, type RawRequest } from './server/rest-request.js';
export { RestServer, type RestServerOptions, type ServedCall } from './server/rest-server.js';
