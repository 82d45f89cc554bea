import type { DataSourceOptions } from 'typeorm';
import { ConfigError } from '../config/config.error.js';

type MysqlOptions = Extract<DataSourceOptions, { type: 'mysql' | 'mariadb' }>;

const POOL_SIZE = 10;

/**
 * TypeORM's options for `mysql://user:password@host:port/database`, or with `?socketPath=/path` for a local socket.
 * Whole numbers arrive as numbers, counts included, as they do from SQLite.
 */
export function mysqlOptions(url: string): Omit<MysqlOptions, 'type'> & { readonly type: 'mariadb' } {
  const address = parse(url);
  const socketPath = address.searchParams.get('socketPath');
  return {
    type: 'mariadb',
    ...(socketPath ? { socketPath } : { host: address.hostname, port: Number(address.port || 3306) }),
    username: decodeURIComponent(address.username),
    password: decodeURIComponent(address.password),
    database: decodeURIComponent(address.pathname.slice(1)),
    charset: 'utf8mb4',
    poolSize: POOL_SIZE,
    supportBigNumbers: true,
    bigNumberStrings: false,
    // Our errors carry the stack of the caller; the driver's own would be taken with every statement.
    trace: false,
    connectTimeout: 10_000,
  };
}

function parse(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (!address || !['mysql:', 'mariadb:'].includes(address.protocol) || address.pathname.length < 2) {
    throw new ConfigError(['The database address has the form mysql://user:password@host:3306/database.']);
  }
  return address;
}
