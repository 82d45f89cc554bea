import { randomUUID } from 'node:crypto';
import type { Logger } from '@nestjs/common';
import { databaseDown, moodleException, type MoodleException } from '@pulsetech/moodle-rest';
import { isConnectionFailure } from '@pulsetech/server-kit';

/**
 * What callers are told of an error that nobody foresaw. The log has the error, with the code that callers see.
 *
 * @param what begins the line of the log: "A web service call"
 */
export function failureOf(error: unknown, what: string, logger: Logger): MoodleException {
  const correlationId = randomUUID();
  if (isConnectionFailure(error)) {
    logger.error({ err: error, correlationId }, `${what} failed: the database cannot be reached`);
    return databaseDown();
  }
  logger.error({ err: error, correlationId }, `${what} failed`);
  return moodleException(
    'servererror',
    `Something went wrong on our side. If it happens again, tell the site team this code: ${correlationId}`,
  );
}
