import { COMMANDS } from './commands.js';
import { differ } from './registered-commands.js';

/** As Discord gives them back. */
const registered = COMMANDS.map((command, at) => ({
  id: String(at),
  application_id: '1',
  version: '2',
  nsfw: false,
  dm_permission: true,
  default_member_permissions: null,
  ...command,
}));

describe('Commands that are registered', () => {
  test('are left alone as they are', () => {
    expect(differ(registered, COMMANDS)).toBe(false);
  });

  test.each([
    ['one is missing', registered.slice(1)],
    ['there is one more', [...registered, { name: 'old' }]],
    ['a description is another', registered.map((command) => ({ ...command, description: 'Another' }))],
    ['a permission was set', registered.map((command) => ({ ...command, default_member_permissions: '0' }))],
  ])('are replaced when %s', (_why, there) => {
    expect(differ(there, COMMANDS)).toBe(true);
  });
});
