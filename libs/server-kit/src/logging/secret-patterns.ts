/**
 * The forms that tell a secret wherever it stands. Whoever sends a request chooses the text, so each of them runs in a
 * time linear in its length: what may start a match is bounded, or cannot start again within the same run of characters.
 */

export const LICENCE_KEY = /PLMS(?:[-\s_]?[A-Z0-9]{4}){2,4}/gi;
export const EMAIL = /(?<![\w.+-])[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/gi;
export const URL_USERINFO = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,512}@/gi;
/** What follows must look like a credential, since people write of bots too. */
export const CREDENTIALS =
  /\b([Bb]earer|BEARER|[Bb]asic|BASIC|[Bb]ot|BOT|DPoP|dpop|DPOP)\s+(?=[\w.~+/=:-]*[\dA-Z_~+/=:]|[\w.-]{20})[\w.~+/=:-]+/g;
/** The whole run of characters that holds the start of one, so that no start is tried twice. */
export const JSON_WEB_TOKEN = /(?<![\w-])(?=(?:[\w-]*?-)?eyJ[\w-]{5})[\w-]+\.[\w-]+\.[\w-]*/g;
/** `"name": "value"` in text that is not whole JSON, such as a message or a cut-off body; backslashes when nested. */
export const MEMBER =
  /(\\{0,8}["'])([\w.-]{1,100})\1(\s{0,8}:\s{0,8})(?:\\{0,8}"(?:[^"\\]|\\.)*"?|\\{0,8}'[^']*'?|[\w.+-]+)/g;
/** The start of a list or an object with a name, in such text. */
export const OPENED_MEMBER = /\\{0,8}["']([\w.-]{1,100})\\{0,8}["']\s{0,8}:\s{0,8}[[{]/g;
/** `name=` as in queries and forms; also percent-encoded, once or twice, as in an address within an address. */
export const NAME = /(?<=^|[?&;\s"'(#=,]|%(?:25)?(?:3F|26|23))([\w.[\]%+/:-]{1,200}?)(=|%3D|%253D)/gi;
