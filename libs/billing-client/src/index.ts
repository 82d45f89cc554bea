export * from './billing-client.js';
export * from './billing-failure.js';
