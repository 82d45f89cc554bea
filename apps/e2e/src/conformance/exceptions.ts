import type { Part } from './comparison.js';

/** Why the product need not answer as Moodle did. */
export type Reason =
  | 'PHP internals'
  | 'SQL text'
  | 'pages of another server'
  | 'functions that the product does not have'
  | 'switches that the product does not have'
  | 'deliberate differences';

/** Which recordings; all that are given must hold. */
export interface Condition {
  readonly file?: RegExp;
  readonly name?: RegExp;
  readonly function?: RegExp | 'not of the product';
  /** The name of a field of the form. */
  readonly field?: RegExp;
  /** A field of the form as `name=value`. */
  readonly fieldValue?: RegExp;
  /** Names of which the form has no field. */
  readonly withoutField?: RegExp;
  readonly header?: RegExp;
  readonly method?: RegExp;
  readonly path?: RegExp;
  /** What was sent, as it was sent. */
  readonly body?: RegExp;
  readonly recordedStatus?: number;
  readonly recordedBody?: RegExp;
  readonly database?: 'sqlite';
}

/** What the answer must be instead. */
export type Instead =
  /** As Moodle answered the recording of this name, in the same format and with the same debugging. */
  | { readonly asRecorded: 'unknown-function' | 'missing-token' }
  /** As the product itself answers the same request when it is changed so. */
  | { readonly asOurAnswerTo: 'the token as a parameter' | 'one empty role' }
  /** What was recorded, but for these parts, or for what is cut out of the bodies. */
  | { readonly allBut: { readonly parts?: readonly Part[]; readonly within?: readonly RegExp[] } }
  /** An answer of the product’s own. */
  | { readonly status: number; readonly body: RegExp };

export interface Exception {
  readonly reason: Reason;
  readonly because: string;
  readonly when: Condition;
  readonly instead: Instead;
  /** The product does what Moodle refused: the site is put back afterwards, so that the next recording finds it as Moodle had it. */
  readonly doesMore?: true;
}

const SYNC = /^local_pulsetech_discord_sync_user_roles$/i;

const REFUSED_PARAMETER = /invalidparameter/;

/**
 * Everything in which the product does not answer as Moodle did, and why; what is not in here must be equal. The first
 * that fits a recording counts. One that is needed by no recording is an error.
 */
export const EXCEPTIONS: readonly Exception[] = [
  {
    reason: 'deliberate differences',
    because: 'The documentation of the plugin promises the token in a header: “Authorization: Bearer” carries it.',
    when: { header: /^authorization: bearer /i },
    instead: { asOurAnswerTo: 'the token as a parameter' },
  },
  {
    reason: 'deliberate differences',
    because: 'Tokens are compared exactly; that Moodle takes an upper-cased one is an accident of its database.',
    when: { fieldValue: /^wstoken=TOKEN_UPPERCASED$/ },
    instead: { asRecorded: 'missing-token' },
  },
  {
    reason: 'deliberate differences',
    because:
      'Moodle’s REST cannot send an empty list: without discord_roles, or with an empty one, the user has no roles.',
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
    when: { function: SYNC, field: /^discord_id$/, withoutField: /^discord_roles/, recordedBody: REFUSED_PARAMETER },
    instead: { asOurAnswerTo: 'one empty role' },
    doesMore: true,
  },
  {
    reason: 'deliberate differences',
    because: 'A request of more variables than are accepted is refused, never cut: a list that is cut ends enrolments.',
    when: { name: /^max-input-vars-\d+-exceeded/ },
    instead: { status: 200, body: /variables/ },
  },
  {
    reason: 'deliberate differences',
    because: 'A body over the limit is refused with a message; Moodle drops it and says that the token is missing.',
    when: { name: /^post-max-size-exceeded/ },
    instead: { status: 200, body: /requesttoolarge/ },
  },
  {
    reason: 'deliberate differences',
    because:
      'What is no Discord role id would be taken for a role that was lost, so the request is refused as a whole.',
    when: { function: SYNC, fieldValue: /^discord_roles\[[^\]]*\]=(?!\d{17,20}$)./, recordedBody: /success/ },
    instead: { status: 200, body: /invalidparameter/ },
  },
  {
    reason: 'functions that the product does not have',
    because:
      'Moodle has some 700 functions; the product answers the rest as Moodle answers for a function it does not have.',
    when: { function: 'not of the product' },
    instead: { asRecorded: 'unknown-function' },
  },
  {
    reason: 'deliberate differences',
    because:
      'A mapping whose course is gone is an error for those who have its role. The reference plugin told it of everybody, which was its own choice and not Moodle’s.',
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
    reason: 'pages of another server',
    because: 'A page that does not exist is answered by nginx there and by this product here.',
    when: { recordedStatus: 404 },
    instead: { allBut: { parts: ['headers', 'body'] } },
  },
  {
    reason: 'deliberate differences',
    because:
      'Moodle sends whoever reached it under another name to the right one with an HTML page. The product is reached under several names (by proxies, by the billing server) and answers under all of them.',
    when: { recordedStatus: 303 },
    instead: { status: 200, body: /^\{"found":/ },
  },
  {
    reason: 'switches that the product does not have',
    because: 'There is no maintenance mode: the site is up or it is not, and then the proxy before it answers.',
    when: { name: /^cli-maintenance-mode/ },
    instead: { status: 200, body: /"Lab Moodle"|<VALUE>Lab Moodle</ },
  },
  {
    reason: 'switches that the product does not have',
    because: 'The same: who may not call is refused for that reason alone.',
    when: { recordedBody: /sitemaintenance/ },
    instead: { status: 200, body: /accessexception/ },
  },
  {
    reason: 'functions that the product does not have',
    because: 'A token that reaches everything is told the functions that there are.',
    when: { function: /^core_webservice_get_site_info$/i, recordedBody: /aiplacement_courseassist_summarise_text/ },
    instead: { allBut: { within: [/,"functions":\[.*/s, /<KEY name="functions">.*/s] } },
  },
  {
    reason: 'switches that the product does not have',
    because:
      'Features of Moodle that can be switched on are told as off: the product has no comments, blogs or badges, and keeps no files of users, so that nobody has a key for them.',
    when: { function: /^core_webservice_get_site_info$/i, recordedBody: /^\{"sitename"|<KEY name="sitename">/ },
    instead: {
      allBut: {
        within: [
          /"advancedfeatures":\[[^\]]*\]/,
          /<KEY name="advancedfeatures">.*?<\/MULTIPLE>/s,
          /"usercanmanageownfiles":(true|false),/,
          /"userprivateaccesskey":"KEY",/,
          /<KEY name="usercanmanageownfiles">.*?<\/KEY>\n/s,
          /<KEY name="userprivateaccesskey">.*?<\/KEY>\n/s,
        ],
      },
    },
  },
  {
    reason: 'PHP internals',
    because: 'The stack trace of PHP.',
    when: { file: /^login-token/, recordedBody: /"stacktrace":"/ },
    instead: { allBut: { within: [/"stacktrace":(null|"([^"\\]|\\.)*")/] } },
  },
  {
    reason: 'switches that the product does not have',
    because: 'The database on SQLite is a file of the product’s own and cannot be away.',
    when: { name: /^database-down/, database: 'sqlite' },
    instead: { status: 200, body: /./ },
  },
];
