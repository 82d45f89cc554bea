import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CreateMappingDto } from './api/mappings.dto.js';
import { MemberLookupRequest } from './billing/member-lookup.dto.js';

describe('Discord ids in what is sent', () => {
  const mappingOf = (discordRoleId: unknown) =>
    plainToInstance(CreateMappingDto, { discordRoleId, courseId: 1, roleId: 1 });

  it('are accepted as text', () => {
    expect(validateSync(mappingOf('111111111111111111'))).toEqual([]);
    const ids = ['111111111111111111', '9223372036854775807'];
    expect(validateSync(plainToInstance(MemberLookupRequest, { ids }))).toEqual([]);
  });

  it.each([111111111111111, '1', '9223372036854775808', '011111111111111111', ['111111111111111111'], null, undefined])(
    'are not %p',
    (id) => {
      const [error] = validateSync(mappingOf(id));
      expect(error?.constraints).toEqual({ isSnowflake: 'Choose a Discord role.' });
      const ids = ['111111111111111111', id];
      expect(validateSync(plainToInstance(MemberLookupRequest, { ids }))).toHaveLength(1);
    },
  );
});
