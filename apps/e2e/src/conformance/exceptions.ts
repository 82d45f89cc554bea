import { METHODS } from 'node:http';
import type { Exception } from './exception.js';

const SYNC = /^local_pulsetech_discord_sync_user_roles$/i;

const USERS_BY_FIELD = /^core_user_get_users_by_field$/i;
const SITE_INFO = /^core_webservice_get_site_info$/i;

const REFUSED_PARAMETER = /invalidparameter/;

/** What the HTTP server of Node does not take for a method. */
const UNKNOWN_METHOD = new RegExp(`^(?!(?:${METHODS.join('|')})$)`);

/**
 * Everything in which the product does not answer as Moodle did, and why; what is not in here must be equal. The first
 * that fits a recording counts. One that is needed by no recording is an error.
 */
export const EXCEPTIONS: readonly Exception[] = [
  {
    reason: 'deliberate differences',
    because: 'The documentation of the plugin promises the token in a header: “Authorization: Bearer” carries it.',
    row: 'Token in a header',
    when: { header: /^authorization: bearer /i },
    instead: { asOurAnswerTo: 'the token as a parameter' },
  },
  {
    reason: 'deliberate differences',
    because:
      'Tokens are compared exactly, but for spaces after them; what else Moodle takes for the same (capitals, accents, other digits, invisible characters) is an accident of its database.',
    row: 'Tokens and names',
    when: {
      fieldValue: /^wstoken=(?:TOKEN_UPPERCASED$|TOKEN_SMALL_(?:MIXEDCASE|ACCENTED|FULLWIDTH)$|.*[^\w ])/s,
      recordedBody: /^(?!.*invalidtoken)/s,
    },
    instead: { asRecorded: 'missing-token' },
  },
  {
    reason: 'deliberate differences',
    because: 'Names of functions too, but for capitals and spaces after them.',
    row: 'Tokens and names',
    when: { fieldValue: /^wsfunction=.*[^ -~]/s, recordedBody: /^(?!.*invalidrecord)/s },
    instead: { status: 200, body: /invalidrecord/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'Sequences that look like UTF-8 of characters beyond Unicode are refused like all else that is no UTF-8; the library under PHP still knows them from an older standard.',
    row: 'Broken text',
    when: { body: /%F(?:4%[9AB]|[5-9A-D]%)/i, recordedBody: /found/ },
    // Nothing at all where the refusal would quote them.
    instead: { status: 200, body: /invalidparameter|^$/ },
  },
  {
    reason: 'deliberate differences',
    because: 'The address of a caller is the one that a trusted proxy tells, as one on the same machine.',
    row: 'Addresses of callers',
    when: { header: /^x-forwarded-for: /i, recordedBody: /accessexception/ },
    instead: { status: 200, body: /IP:10\.1\.2\.3/ },
  },
  {
    reason: 'states that the product does not have',
    because: 'Deleting a user ends the user’s tokens; Moodle’s was given another one afterwards, by hand.',
    row: 'Deleted people',
    when: { recordedBody: /wsaccessuserdeleted/ },
    instead: { asRecorded: 'missing-token' },
  },
  {
    reason: 'states that the product does not have',
    because: 'Nobody is forced to change a password.',
    row: 'Signing in',
    when: { recordedBody: /forcepasswordchangenotice/ },
    instead: { status: 200, body: /found|nopermissions/ },
  },
  {
    reason: 'deliberate differences',
    because: 'Roles of which part could not be read are refused as such, where Moodle leaves that part out.',
    row: 'Unclear role lists',
    when: { function: SYNC, name: /^depth-\d+-of-a-known-array/ },
    instead: { status: 200, body: /could not be read/ },
  },
  {
    reason: 'deliberate differences',
    because: 'Since discord_roles may be absent, developers are told what else is wrong with the request.',
    row: 'Several faults at once',
    when: {
      function: SYNC,
      field: /^(?!wstoken$|wsfunction$|moodlews|discord_id$|discord_roles$)/,
      recordedBody: /Missing required key in single structure: discord_roles/,
    },
    instead: { status: 200, body: /Unexpected keys \(/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'Moodle’s REST cannot send an empty list: without discord_roles, or with an empty one, the user has no roles.',
    row: 'No Discord roles',
    when: {
      function: SYNC,
      field: /^discord_id$/,
      withoutField: /^discord_roles\[/,
      recordedBody: REFUSED_PARAMETER,
      fieldValue: /^discord_roles=$/,
    },
    instead: { asOurAnswerTo: 'one empty role' },
    doesMore: true,
  },
  {
    reason: 'deliberate differences',
    because: 'The same, with no discord_roles at all.',
    row: 'No Discord roles',
    when: { function: SYNC, field: /^discord_id$/, withoutField: /^discord_roles/, recordedBody: REFUSED_PARAMETER },
    instead: { asOurAnswerTo: 'one empty role' },
    doesMore: true,
  },
  {
    reason: 'deliberate differences',
    because: 'A request of more variables than are accepted is refused, never cut: a list that is cut ends enrolments.',
    row: 'Too many variables',
    when: { name: /^max-input-vars-\d+-exceeded/ },
    instead: { status: 200, body: /variables/ },
  },
  {
    reason: 'deliberate differences',
    because: 'A body over the limit is refused with a message; Moodle drops it and says that the token is missing.',
    row: 'Large bodies',
    when: { name: /^post-max-size-exceeded/ },
    instead: { status: 200, body: /requesttoolarge/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'What is no Discord role id would be taken for a role that was lost, so the request is refused as a whole.',
    row: 'Unclear role lists',
    when: { function: SYNC, fieldValue: /^discord[_.]roles\[[^=]*=(?!\d{17,20}$)./, recordedBody: /success/ },
    instead: { status: 200, body: /invalidparameter/ },
  },
  {
    reason: 'functions that the product does not have',
    because:
      'Moodle has some 700 functions; the product answers the rest as Moodle answers for a function it does not have.',
    row: 'Other functions',
    when: { function: 'not of the product' },
    instead: { asRecorded: 'unknown-function' },
  },
  {
    reason: 'deliberate differences',
    because:
      'A mapping whose course is gone is an error for those who have its role. The reference plugin told it of everybody, which was its own choice and not Moodle’s.',
    row: 'Courses that are gone',
    when: { function: SYNC, name: /-deleted-course-not-held/ },
    instead: {
      allBut: {
        within: [
          /"success":(true|false)/,
          /"errors":\d+/,
          /<KEY name="success">.*?<\/KEY>/s,
          /<KEY name="errors">.*?<\/KEY>/s,
        ],
      },
    },
  },
  {
    reason: 'deliberate differences',
    because: 'What a capability is called is a plugin’s own choice, and this plugin’s name changed once.',
    row: 'Titles of capabilities',
    when: { recordedBody: /View Discord role mappings/ },
    instead: { status: 200, body: /View role mappings/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'A Discord id is digits and nothing else; that a space after them does not count was the database’s choice.',
    row: 'Discord IDs',
    when: { fieldValue: /^discord_id=\d+ $/, recordedBody: /jsmith/ },
    instead: { status: 200, body: /"found":false|"found"><VALUE>0</ },
  },
  {
    reason: 'deliberate differences',
    because:
      'E-mail addresses and idnumbers are looked up as they are, but for capitals from A to Z: what a database takes for equal must never join two people.',
    row: 'Looking for people',
    when: {
      function: USERS_BY_FIELD,
      name: /-(?:email-(?:accent|zero-width)|idnumber-(?:no-accent|uppercase|trailing-space))/,
    },
    instead: { status: 200, body: /^\[\]$|<RESPONSE>\n<MULTIPLE>\n<\/MULTIPLE>/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'Of what people wrote about themselves all markup is taken out, where Moodle keeps what is harmless; and who has the Manager role is an administrator here, who sees it of everybody.',
    row: 'What people wrote',
    when: { function: USERS_BY_FIELD, recordedBody: /"description":"<|&lt;p&gt;|Inst \\"q|Inst &quot;q/ },
    instead: {
      allBut: {
        within: [
          /"description":"(?:[^"\\]|\\.)*","descriptionformat":\d,/,
          /<KEY name="description">.*?<\/KEY>\n<KEY name="descriptionformat">.*?<\/KEY>\n/s,
        ],
      },
    },
  },
  {
    reason: 'switches that the product does not have',
    because: 'There are no preferences of users.',
    row: 'Preferences',
    when: {
      function: USERS_BY_FIELD,
      recordedBody: /"preferences":\[\{|<KEY name="preferences"><MULTIPLE>\n<SINGLE>/,
    },
    instead: {
      allBut: { within: [/"preferences":\[[^\]]*\]/, /<KEY name="preferences">.*?<\/MULTIPLE>\n<\/KEY>\n/s] },
    },
  },
  {
    reason: 'switches that the product does not have',
    because: 'No course leaves it to the site whether conditions of completion are shown.',
    row: 'Conditions of completion',
    when: { recordedBody: /"showcompletionconditions":null|"showcompletionconditions"><VALUE null/ },
    instead: {
      allBut: {
        within: [/"showcompletionconditions":\w+/g, /<KEY name="showcompletionconditions">.*?<\/KEY>\n/gs],
      },
    },
  },
  {
    reason: 'pages of another server',
    because: 'Methods that HTTP does not know are refused by the server itself.',
    row: 'Paths and methods',
    when: { method: UNKNOWN_METHOD, recordedStatus: 200 },
    instead: { status: 400, body: /^$/ },
  },
  {
    reason: 'pages of another server',
    because: 'The server before Moodle refuses TRACE, and methods in small letters, which nothing sends here.',
    row: 'Paths and methods',
    when: { method: /^(?:TRACE|[a-z]+)$/ },
    instead: { status: 200, body: /./ },
  },
  {
    reason: 'pages of another server',
    because:
      'The server before Moodle resolves dots and escapes in paths; here only the addresses themselves are known.',
    row: 'Paths and methods',
    when: { path: /^[^?]*(?:\/\.\.?\/|%)/, recordedStatus: 200 },
    instead: { status: 404, body: /not_found/ },
  },
  {
    reason: 'pages of another server',
    because: 'It refuses a NUL after the address, which is passed over here like all that follows.',
    row: 'Paths and methods',
    when: { path: /^[^?]*%00/, recordedStatus: 400 },
    instead: { status: 200, body: /found/ },
  },
  {
    reason: 'pages of another server',
    because: 'A page that does not exist is answered by nginx there and by this product here.',
    row: 'Paths and methods',
    when: { recordedStatus: 404 },
    instead: { allBut: { parts: ['headers', 'body'] } },
  },
  {
    reason: 'pages of another server',
    because: 'Folders and other scripts of Moodle are not here.',
    row: 'Paths and methods',
    when: { path: /^\/webservice\/(?!rest\/+(?:simple)?server\.php)/ },
    instead: { status: 404, body: /not_found/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'Moodle sends whoever reached it under another name to the right one with an HTML page. The product is reached under several names (by proxies, by the billing server) and answers under all of them.',
    row: 'Other host names',
    when: { recordedStatus: 303 },
    instead: { status: 200, body: /^\{"found":/ },
  },
  {
    reason: 'switches that the product does not have',
    because: 'There is no maintenance mode: the site is up or it is not, and then the proxy before it answers.',
    row: 'Maintenance mode',
    when: { name: /^cli-maintenance-mode/ },
    instead: { status: 200, body: /"Lab Moodle"|<VALUE>Lab Moodle</ },
  },
  {
    reason: 'switches that the product does not have',
    because: 'The same: who may not call is refused for that reason alone.',
    row: 'Maintenance mode',
    when: { recordedBody: /sitemaintenance/ },
    instead: { status: 200, body: /accessexception/ },
  },
  {
    reason: 'functions that the product does not have',
    because: 'A token that reaches everything is told the functions that there are.',
    row: 'Other functions',
    when: { function: SITE_INFO, recordedBody: /aiplacement_courseassist_summarise_text|core_auth_confirm_user/ },
    instead: { allBut: { within: [/,"functions":\[.*/s, /<KEY name="functions">.*/s] } },
  },
  {
    reason: 'switches that the product does not have',
    because:
      'Features of Moodle that can be switched on are told as off: the product has no comments, blogs or badges, and keeps no files of users, so that nobody has a key for them.',
    row: 'Features in site info',
    when: { function: SITE_INFO, recordedBody: /^\{"sitename"|<KEY name="sitename">/ },
    instead: {
      allBut: {
        within: [
          /"advancedfeatures":\[[^\]]*\]/,
          /<KEY name="advancedfeatures">.*?<\/MULTIPLE>/s,
          /"usercanmanageownfiles":(true|false),/,
          /"userprivateaccesskey":"KEY",/,
          /"(?:userquota|usermaxuploadfilesize|downloadfiles|uploadfiles)":-?\d+,/g,
          /<KEY name="usercanmanageownfiles">.*?<\/KEY>\n/s,
          /<KEY name="userprivateaccesskey">.*?<\/KEY>\n/s,
          /<KEY name="(?:userquota|usermaxuploadfilesize|downloadfiles|uploadfiles)">.*?<\/KEY>\n/gs,
        ],
      },
    },
  },
  {
    reason: 'switches that the product does not have',
    because: 'There is one service: all functions of the product.',
    row: 'Services and tokens',
    when: { file: /login-token/, fieldValue: /^service=lab_(?:all|files|restricted|reqcap)$/ },
    instead: { status: 200, body: /servicenotavailable/ },
  },
  {
    reason: 'states that the product does not have',
    because: 'Nobody is a guest: the account of that name has no password.',
    row: 'Signing in',
    when: { file: /login-token/, recordedBody: /"noguest"/ },
    instead: { status: 200, body: /invalidlogin/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'Moodle hands out a token that an administrator made for the user. Here only hashes of those are kept: what is handed out again are tokens that were made by logging in.',
    row: 'Services and tokens',
    when: { file: /login-token/, recordedBody: /TOKEN_PLAIN_SMALL/ },
    instead: { status: 200, body: /cannotcreatetoken/ },
  },
  {
    reason: 'PHP internals',
    because: 'The stack trace of PHP.',
    row: 'Stack traces',
    when: { file: /login-token/, recordedBody: /"stacktrace":"/ },
    instead: { allBut: { within: [/"stacktrace":(null|"([^"\\]|\\.)*")/] } },
  },
  {
    reason: 'switches that the product does not have',
    because: 'The database on SQLite is a file of the product’s own and cannot be away.',
    row: null,
    when: { name: /^database-down/, database: 'sqlite' },
    instead: { status: 200, body: /./ },
  },
];
