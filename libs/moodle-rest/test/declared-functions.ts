import { defineFunction, list, notNull, optional, structure, value, withDefault } from '../src/index.js';

const nothing = (): never => {
  throw new Error('Only declared, never called.');
};

/** Functions that have one of everything that can be declared. */
export const declared = {
  users: defineFunction({
    name: 'core_user_get_users_by_field',
    description: 'Retrieve users. Those that are not found are left out.',
    parameters: structure({
      field: value('alpha', 'The field to look in'),
      values: list(value('raw', 'A value to look for')),
      exact: withDefault(value('bool', 'Whether case counts'), true),
      hints: withDefault(list(value('text'), '', { emptyStringIsEmpty: true }), []),
    }),
    returns: list(
      structure({
        id: notNull(value('int', 'User ID')),
        email: optional(value('raw', 'E-mail address')),
        active: value('bool', 'Whether the user may sign in'),
        courses: list(
          structure({ id: value('int', 'Course ID'), roles: list(value('text', 'Name of a role')) }),
          'Courses of the user',
        ),
        nothingCertain: structure({ colour: optional(value('text')) }),
      }),
    ),
    capability: { name: 'moodle/user:viewdetails', title: 'View user profiles' },
    example: {
      parameters: { field: 'email', values: ['a b@example.com', '"x"$y'], exact: false, hints: [] },
      answer: [{ id: 5, active: true, email: 'é/@example.com', courses: [], nothingCertain: {} }],
    },
    handler: nothing,
  }),
  enrol: defineFunction({
    name: 'enrol_manual_enrol_users',
    description: 'Manually enrol users',
    parameters: structure({
      enrolments: list(
        structure({
          roleid: value('int', 'Role ID'),
          userid: value('int', 'User ID'),
          options: optional(list(value('sequence'))),
        }),
        'Whom to enrol',
      ),
    }),
    returns: null,
    capability: null,
    needsWholeRequest: true,
    example: { parameters: { enrolments: [{ roleid: 5, userid: 7, options: ['1,2'] }] }, answer: null },
    handler: nothing,
  }),
  plain: defineFunction({
    name: 'core_plain',
    description: 'Answers a text.',
    parameters: structure({ where: optional(structure({ context: value('alphanumext', 'The context') })) }),
    returns: value('text', 'A text'),
    capability: null,
    handler: nothing,
  }),
};
