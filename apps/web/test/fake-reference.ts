import type { WebserviceReferenceDto } from '@pulsetech/contracts';

const address = 'https://school.example/webservice/rest/server.php';

/** A short reference of one function that has one of everything, and of one that has nothing. */
export const webserviceReference: WebserviceReferenceDto = {
  address,
  loginAddress: 'https://school.example/login/token.php',
  services: ['local_pulsetech_discord'],
  loginSample: [
    'curl -X POST "https://school.example/login/token.php"',
    '  -d "username=YOUR_USERNAME"',
    '  -d "password=YOUR_PASSWORD"',
    '  -d "service=local_pulsetech_discord"',
  ].join(' \\\n'),
  openApiAddress: 'https://school.example/webservice/openapi.json',
  functions: [
    {
      name: 'local_pulsetech_discord_sync_user_roles',
      description: 'Triggers role synchronization for a specific user with provided Discord roles.',
      capability: { name: 'local/pulsetech_discord:manage', title: 'Manage Discord integration' },
      needsWholeRequest: true,
      parameters: [
        { path: 'discord_id', type: 'text', presence: 'required', default: null, text: 'Discord user ID' },
        {
          path: 'discord_roles[0]',
          type: 'list of text',
          presence: 'default',
          default: '[]',
          text: 'Discord role IDs the user currently has',
        },
      ],
      answer: [
        {
          path: 'success',
          type: 'bool or null',
          presence: 'required',
          default: null,
          text: 'Whether everything that had to change was changed',
        },
        { path: 'changes', type: 'list of structures', presence: 'required', default: null, text: '' },
        {
          path: 'changes[].course',
          type: 'raw or null',
          presence: 'optional',
          default: null,
          text: 'Full name of the course',
        },
      ],
      samples: {
        curl: [
          `curl -X POST "${address}"`,
          '  -d "wstoken=YOUR_TOKEN"',
          '  -d "wsfunction=local_pulsetech_discord_sync_user_roles"',
          '  -d "moodlewsrestformat=json"',
          '  -d "discord_id=123456789012345678"',
          '  -d "discord_roles[0]=111111111111111111"',
        ].join(' \\\n'),
        javascript: `const response = await fetch("${address}", {\n  method: 'POST',\n});`,
        python: `import requests\n\nresponse = requests.post(\n    "${address}",\n)`,
      },
      answerExample: {
        json: '{\n  "success": true,\n  "changes": []\n}',
        xml: '<?xml version="1.0" encoding="UTF-8" ?>\n<RESPONSE>\n<SINGLE>\n<KEY name="success"><VALUE>1</VALUE>\n</KEY>\n</SINGLE>\n</RESPONSE>\n',
      },
    },
    {
      name: 'local_pulsetech_discord_forget',
      description: 'Answers nothing.',
      capability: null,
      needsWholeRequest: false,
      parameters: [],
      answer: null,
      samples: {
        curl: [
          `curl -X POST "${address}"`,
          '  -d "wstoken=YOUR_TOKEN"',
          '  -d "wsfunction=local_pulsetech_discord_forget"',
          '  -d "moodlewsrestformat=json"',
        ].join(' \\\n'),
        javascript: 'fetch',
        python: 'requests',
      },
      answerExample: { json: 'null', xml: '<?xml version="1.0" encoding="UTF-8" ?>\n<RESPONSE>\n</RESPONSE>\n' },
    },
  ],
  exceptionExample: {
    json: '{\n  "exception": "core\\\\exception\\\\moodle_exception",\n  "errorcode": "invalidtoken",\n  "message": "Invalid token - token not found"\n}',
    xml: '<?xml version="1.0" encoding="UTF-8" ?>\n<EXCEPTION class="core\\exception\\moodle_exception">\n<ERRORCODE>invalidtoken</ERRORCODE>\n</EXCEPTION>\n',
  },
  errors: [
    { errorcode: 'invalidtoken', means: 'The site does not know the token.', toDo: 'Compare it letter by letter.' },
    { errorcode: null, means: 'A name came as a list.', toDo: 'Send it once.' },
  ],
  loginErrors: [{ errorcode: 'invalidlogin', means: 'They do not belong together.', toDo: 'Check both.' }],
  limits: { tokenCallsPerMinute: 6000, addressCallsPerMinute: null, variables: 5000, bodyBytes: 1_048_576 },
  differences: [{ about: 'Token in a header', moodle: 'Reads wstoken only.', here: 'Bearer carries it as well.' }],
};
