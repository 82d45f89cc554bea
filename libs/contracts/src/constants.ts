// Values that a browser may load: nothing here pulls in class-validator.
export * from './capabilities.js';
export * from './error-codes.js';
export * from './licence-assertion.js';
export * from './limits.js';
export * from './settings-choices.js';
export * from './sync-causes.js';
export * from './token-choices.js';
export * from './webservice-log.js';
