import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { ConfigError } from './config.error.js';

/**
 * Reads a configuration class from the environment. Its properties are named as the variables and carry class-validator
 * rules; a property's own value is its default. A variable that is empty counts as absent.
 *
 * @throws ConfigError with every fault at once; values never appear in it.
 */
export function loadConfig<T extends object>(cls: new () => T, env: Readonly<Record<string, string | undefined>>): T {
  const given: Record<string, string> = {};
  for (const name of settingNames(cls)) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
  }
  const config = plainToInstance(cls, given, { exposeDefaultValues: true });
  const faults = validateSync(config, { validationError: { target: false, value: false } }).flatMap(sentences);
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function settingNames(cls: new () => object): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(cls, '', false, false);
  return [...new Set(rules.map((rule) => rule.propertyName))];
}

function sentences(error: ValidationError): string[] {
  return Object.values(error.constraints ?? {}).map((text) =>
    text.startsWith(error.property) ? text : `${error.property}: ${text}`,
  );
}
