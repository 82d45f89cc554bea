import { join } from 'node:path';
import { randomToken, readOrCreateSecret, SecretBox } from '@pulsetech/server-kit';
import type { AppConfig } from './app-config.js';

/** Keys from the configuration, or generated once into `DATA_DIR/secrets`. */
export function encryptionKeys(config: AppConfig): string {
  return config.ENCRYPTION_KEY ?? readOrCreateSecret(folder(config), 'api.encryption-key', () => SecretBox.makeKey());
}

export function sessionSecret(config: AppConfig): string {
  return config.SESSION_SECRET ?? readOrCreateSecret(folder(config), 'api.session-secret', () => randomToken(48));
}

function folder(config: AppConfig): string {
  return join(config.DATA_DIR, 'secrets');
}
