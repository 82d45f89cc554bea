import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { ConfigError } from './config.error.js';
import { BooleanFromText, NumberFromText } from './environment-values.js';
import { loadConfig } from './load-config.js';

class ShopConfig {
  @NumberFromText()
  @IsInt()
  @Min(1)
  @Max(65535)
  PORT = 3000;

  @BooleanFromText()
  @IsBoolean()
  OPEN = true;

  @IsOptional()
  @IsString()
  NOTE?: string;

  @Matches(/^\d{4}$/, { message: 'PIN has four digits.' })
  PIN!: string;

  get address(): string {
    return `http://localhost:${this.PORT}`;
  }
}

describe('loading a configuration', () => {
  it('reads texts as what they are, and keeps defaults where nothing or an empty text is given', () => {
    const config = loadConfig(ShopConfig, { PORT: ' 8080 ', OPEN: 'No', NOTE: '', PIN: '0123', OTHER: 'x' });
    expect({ ...config }).toEqual({ PORT: 8080, OPEN: false, PIN: '0123' });
    expect(config.address).toBe('http://localhost:8080');
    expect(loadConfig(ShopConfig, { PIN: '1111' }).PORT).toBe(3000);
  });

  it('lists all faults at once and never a value', () => {
    const load = () => loadConfig(ShopConfig, { PORT: '99999x', OPEN: 'perhaps', PIN: 'hunter2' });
    expect(load).toThrow(ConfigError);
    try {
      load();
    } catch (error) {
      const { message } = error as ConfigError;
      expect(message).toContain('PORT');
      expect(message).toContain('OPEN');
      expect(message).toContain('PIN has four digits.');
      expect(message).not.toMatch(/99999|perhaps|hunter2/);
    }
  });
});
