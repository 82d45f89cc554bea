import type { WebserviceDifferenceDto } from '@pulsetech/contracts';

/** Where this site does on purpose something else than Moodle; `docs/webservice.md` has why, and the tests. */
export const DIFFERENCES: readonly WebserviceDifferenceDto[] = [
  {
    about: 'Token in a header',
    moodle: 'Reads the parameter wstoken only.',
    here: 'Authorization: Bearer carries the token as well. If both are there, wstoken counts.',
  },
  {
    about: 'Tokens and names',
    moodle:
      'On most databases takes a token with capitals, accents, other digits or invisible characters for the same, and the name of a function too.',
    here: 'Compares tokens letter by letter, and names of functions but for capitals. Spaces at the end are ignored, as at Moodle.',
  },
  {
    about: 'No Discord roles',
    moodle: 'Cannot be sent an empty list: an absent one is refused.',
    here: 'discord_roles absent, discord_roles= and discord_roles[0]= all mean that the member has no roles.',
  },
  {
    about: 'Unclear role lists',
    moodle: 'Leaves out what it cannot read, and does the rest.',
    here: 'A synchronisation of which a part cannot be read, or with a role that is no Discord role ID, is refused as a whole: a role that got lost would end somebody’s access.',
  },
  {
    about: 'What bots may add',
    moodle: 'The plugin knows discord_id and discord_roles, and takes what it is told for what is so now.',
    here: 'guild_id, member_state and age_ms may say in which Discord server, as what and how long ago it was seen. What is left out means: in the site’s, as a member, now.',
  },
  {
    about: 'Several faults at once',
    moodle: 'Complains of absent discord_roles before anything else.',
    here: 'Complains of unknown keys, since discord_roles may be absent.',
  },
  {
    about: 'Discord IDs',
    moodle: 'Finds people also with a space after the ID.',
    here: 'An ID is digits and nothing else.',
  },
  {
    about: 'Courses that are gone',
    moodle: 'The plugin counts a mapping whose course was deleted as an error for everybody.',
    here: 'It is an error for those who have the role of the mapping.',
  },
  {
    about: 'Too many variables',
    moodle: 'Drops what is too much without a word.',
    here: 'Refuses the request with toomanyvariables; nothing of it is done.',
  },
  {
    about: 'Large bodies',
    moodle: 'Loses the whole body, and answers that there is no token.',
    here: 'Refuses the request with requesttoolarge.',
  },
  {
    about: 'Too many calls',
    moodle: 'Has no limit.',
    here: 'Answers status 429 with Retry-After, and the exception toomanycalls in the body.',
  },
  {
    about: 'Other host names',
    moodle: 'Sends the caller on to the site’s own name, with an HTML page.',
    here: 'Answers under every name that the site is reached by.',
  },
  {
    about: 'Maintenance mode',
    moodle: 'Has one, in which calls are refused.',
    here: 'Has none.',
  },
  {
    about: 'Other functions',
    moodle: 'Has some 700 functions.',
    here: 'Has those of this page; others are answered as functions that do not exist.',
  },
  {
    about: 'Titles of capabilities',
    moodle: 'The message of nopermissions says “View Discord role mappings”.',
    here: 'It says “View role mappings”.',
  },
  {
    about: 'Features in site info',
    moodle: 'Tells which of its features are on, and gives a key for files.',
    here: 'Comments, blogs, badges and the like are told as off, and there is no key, since there are no files.',
  },
  {
    about: 'Looking for people',
    moodle:
      'Finds e-mail addresses and idnumbers also with other capitals, without accents, or with invisible characters.',
    here: 'Finds both with other capitals from A to Z, but otherwise only as they are.',
  },
  {
    about: 'What people wrote',
    moodle: 'Keeps harmless markup in descriptions, and shows those of people without a role to administrators only.',
    here: 'Takes all markup out of descriptions. Everybody with the Manager role is an administrator.',
  },
  {
    about: 'Preferences',
    moodle: 'Shows callers their own preferences with their profile.',
    here: 'There are none; the list is empty.',
  },
  {
    about: 'Conditions of completion',
    moodle: 'showcompletionconditions may be null.',
    here: 'It is true or false.',
  },
  {
    about: 'Broken text',
    moodle: 'Takes sequences of bytes beyond Unicode for text.',
    here: 'Refuses them like all that is no UTF-8.',
  },
  {
    about: 'Services and tokens',
    moodle: 'Has many services. login/token.php also gives a token that an administrator made for the user.',
    here: 'Has one service, local_pulsetech_discord. login/token.php gives tokens that it made itself, the same one each time.',
  },
  {
    about: 'Signing in',
    moodle: 'Can make people change their password first, and has a guest.',
    here: 'Has neither: the guest is told invalidlogin.',
  },
  {
    about: 'Pages of other sites',
    moodle: 'login/token.php looks at passwords that a page of another site sends through a visitor’s browser.',
    here: 'Refuses them with crosssiterequest (header Sec-Fetch-Site). Programs and apps do not send that header.',
  },
  {
    about: 'Deleted people',
    moodle: 'Refuses a token made for somebody who was deleted with wsaccessuserdeleted.',
    here: 'Their tokens end with them, so it is invalidtoken.',
  },
  {
    about: 'Stack traces',
    moodle: 'login/token.php tells developers a stack trace.',
    here: 'The field stacktrace is always null.',
  },
  {
    about: 'Paths and methods',
    moodle: 'The web server before it decides: most resolve /./ and escapes in paths, and let any method through.',
    here: 'Knows the addresses themselves, also with doubled slashes, and the methods of HTTP.',
  },
  {
    about: 'Addresses of callers',
    moodle: 'Its settings say in which header the address of a caller stands.',
    here: 'X-Forwarded-For counts when a trusted proxy sends it, such as one on the same machine.',
  },
];
