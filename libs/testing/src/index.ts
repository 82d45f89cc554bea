export * from './database/test-database.js';
export * from './fake-clock.js';
export * from './free-port.js';
export * from './mariadb/start-mariadb.js';
export * from './temporary-folder.js';
