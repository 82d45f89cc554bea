import { LOGIN_TOKEN } from '@pulsetech/contracts';

export const ENDPOINT = '/webservice/rest/server.php';

/** Moodle's endpoint for a name and password in each call, which Moodle itself keeps closed until somebody opens it. */
export const SIMPLE_ENDPOINT = '/webservice/rest/simpleserver.php';

export const LOGIN_ENDPOINT = `/${LOGIN_TOKEN}`;
