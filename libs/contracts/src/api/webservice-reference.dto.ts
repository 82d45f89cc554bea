/** `GET /api/v1/webservice/reference`: what a bot sends to this site, and what comes back. */
export interface WebserviceReferenceDto {
  /** Address of the web service at this site. */
  readonly address: string;
  /** Address where a token is given for a password, and the services it is given for. */
  readonly loginAddress: string;
  readonly services: readonly string[];
  /** For a shell: asks for a token with placeholders for username and password. */
  readonly loginSample: string;
  /** The same as OpenAPI. */
  readonly openApiAddress: string;
  readonly functions: readonly WebserviceFunctionDto[];
  /** An exception in both formats. */
  readonly exceptionExample: WebserviceAnswerDto;
  readonly errors: readonly WebserviceErrorDto[];
  readonly loginErrors: readonly WebserviceErrorDto[];
  readonly limits: WebserviceLimitsDto;
  readonly differences: readonly WebserviceDifferenceDto[];
}

export interface WebserviceFunctionDto {
  readonly name: string;
  readonly description: string;
  /** Null for a function that needs none beside the use of the web service. */
  readonly capability: { readonly name: string; readonly title: string } | null;
  /** Whether a request of which part cannot be read is refused. */
  readonly needsWholeRequest: boolean;
  readonly parameters: readonly WebserviceFieldDto[];
  /** Null for a function that answers nothing. */
  readonly answer: readonly WebserviceFieldDto[] | null;
  readonly samples: WebserviceSamplesDto;
  readonly answerExample: WebserviceAnswerDto;
}

export interface WebserviceFieldDto {
  /** As it is written: `discord_roles[0]` in a request, `courses[].roles[]` in an answer; empty for the answer itself. */
  readonly path: string;
  readonly type: string;
  readonly presence: 'required' | 'optional' | 'default';
  /** As JSON; null when there is none. */
  readonly default: string | null;
  readonly text: string;
}

/** The same call in several languages, with a placeholder for the token. */
export interface WebserviceSamplesDto {
  readonly curl: string;
  readonly javascript: string;
  readonly python: string;
}

/** One answer in both formats; the JSON is laid out for reading. */
export interface WebserviceAnswerDto {
  readonly json: string;
  readonly xml: string;
}

export interface WebserviceErrorDto {
  /** Null for errors of PHP itself, which carry none. */
  readonly errorcode: string | null;
  readonly means: string;
  readonly toDo: string;
}

/** Null where there is no limit. */
export interface WebserviceLimitsDto {
  readonly tokenCallsPerMinute: number | null;
  readonly addressCallsPerMinute: number | null;
  /** Most variables in the query, and in the form. */
  readonly variables: number;
  readonly bodyBytes: number;
}

/** Where this site does on purpose something else than Moodle. */
export interface WebserviceDifferenceDto {
  readonly about: string;
  readonly moodle: string;
  readonly here: string;
}
