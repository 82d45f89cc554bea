import type { MoodleException } from '../moodle-exception.js';
import { isValidText } from '../php/byte-string.js';
import { htmlSpecialChars, phpJson } from '../php/encoding.js';
import type { DebugMode } from './call-context.js';
import { HEADERS, refusalReply, XML_HEAD, type RestReply } from './rest-reply.js';
import type { RestFormat } from './rest-request.js';

/** An exception as Moodle's REST server writes it; the HTTP status tells of it only when it is for too many calls. */
export function exceptionReply(format: RestFormat, refusal: MoodleException, debug: DebugMode): RestReply {
  const body = format === 'json' ? jsonException(refusal, debug) : xmlException(refusal, debug);
  return refusalReply(refusal, HEADERS[format], body);
}

/** PHP writes nothing at all when one of the texts is no UTF-8. */
function jsonException(refusal: MoodleException, debug: DebugMode): string {
  const { exception, errorcode } = refusal;
  const { message, debuginfo } = refusal.told(debug);
  if (!isValidText(message) || (debuginfo !== null && !isValidText(debuginfo))) return '';
  const code = errorcode === null ? {} : { errorcode };
  const details = debuginfo === null ? {} : { debuginfo };
  return phpJson(JSON.stringify({ exception, ...code, message, ...details }));
}

function xmlException(refusal: MoodleException, debug: DebugMode): string {
  const { exception, errorcode } = refusal;
  const { message, debuginfo } = refusal.told(debug);
  return (
    `${XML_HEAD}<EXCEPTION class="${exception}">\n` +
    (errorcode === null ? '' : xmlElement('ERRORCODE', errorcode)) +
    xmlElement('MESSAGE', message) +
    (debuginfo === null ? '' : xmlElement('DEBUGINFO', debuginfo)) +
    '</EXCEPTION>\n'
  );
}

function xmlElement(name: string, text: string): string {
  return `<${name}>${htmlSpecialChars(text)}</${name}>\n`;
}
