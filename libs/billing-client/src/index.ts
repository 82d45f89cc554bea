export * from './billing-client.js';
export * from './billing-failure.js';
export * from './our-time.js';
