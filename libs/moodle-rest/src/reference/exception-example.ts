import { invalidToken } from '../moodle-exception.js';
import { exceptionReply } from '../server/rest-reply.js';

const { exception, errorcode, message } = invalidToken();

/** A failed call in both formats, as the server writes it. */
export const EXCEPTION_EXAMPLE = {
  data: { exception, errorcode, message },
  json: exceptionReply('json', invalidToken()).body,
  xml: exceptionReply('xml', invalidToken()).body,
};
