export * from './observation.js';
export * from './mapping.js';
export * from './grant.js';
