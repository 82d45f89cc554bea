import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CreateDiscordRoleDto } from './api/mappings.dto.js';
import { CreateTokenDto } from './api/tokens.dto.js';
import { CreateGuildRoleRequest } from './billing/guild.dto.js';

const faultsOf = (name: string) => [
  ...validateSync(plainToInstance(CreateDiscordRoleDto, { name, requestId: '12345678' })),
  ...validateSync(plainToInstance(CreateGuildRoleRequest, { name })),
  ...validateSync(plainToInstance(CreateTokenDto, { name })),
];

describe('Names of roles and tokens', () => {
  it.each(['Student Access', 'Schüler & Ältere', '学生', 'טלפון', '👩‍🏫 Staff', "O'Née <b>"])('may be %j', (name) => {
    expect(faultsOf(name)).toEqual([]);
  });

  it.each(['a\nb', 'a\rb', 'a\0b', 'a\u001b[2Jb', 'a\u0085b', 'a\u2028b', 'a\u202eb', 'a\u2066b'])(
    'are not %j',
    (name) => {
      const faults = faultsOf(name);
      expect(faults).toHaveLength(3);
      for (const { constraints } of faults) expect(Object.values(constraints ?? {}).join()).toContain('line breaks');
    },
  );
});
