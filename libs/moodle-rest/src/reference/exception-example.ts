import { invalidToken } from '../moodle-exception.js';
import { exceptionReply } from '../server/exception-reply.js';

const { exception, errorcode, message } = invalidToken();

/** A failed call in both formats, as the server writes it. */
export const EXCEPTION_EXAMPLE = {
  data: { exception, errorcode, message },
  json: exceptionReply('json', invalidToken(), 'off').body,
  xml: exceptionReply('xml', invalidToken(), 'off').body,
};
