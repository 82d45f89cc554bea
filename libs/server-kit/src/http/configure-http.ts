import { ValidationPipe } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet, { type HelmetOptions } from 'helmet';
import { InvalidRequestError } from '../errors/invalid-request.error.js';

/** Largest JSON body that is read. */
const BODY_LIMIT = '512kb';
/** Largest form; those of OAuth are plain and short, and they are read before it is known who sends them. */
const FORM_LIMIT = { limit: '16kb', parameterLimit: 100 };

type CspDirectives = Readonly<Record<string, readonly string[]>>;

export interface HttpOptions {
  /** What Express trusts for `X-Forwarded-*`: a number of proxies, a list of addresses, or false for none. */
  readonly trustProxy: number | string | boolean;
  /** Content security policy. Without it nothing may be loaded at all, which suits a server without pages. */
  readonly contentSecurityPolicy?: CspDirectives;
  /** Whether browsers reach the server by https only; sends Strict-Transport-Security. */
  readonly https?: boolean;
}

const NO_PAGES: CspDirectives = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'form-action': ["'none'"] };

/**
 * Security headers, body limits and strict validation, for both servers. Call it right after
 * `NestFactory.create(…, { bodyParser: false })`.
 */
export function configureHttp(app: NestExpressApplication, options: HttpOptions): void {
  app.set('trust proxy', options.trustProxy);
  app.disable('x-powered-by');
  app.use(helmet(helmetOptions(options)));
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useBodyParser('urlencoded', { ...FORM_LIMIT, extended: false });
  app.useGlobalPipes(createValidationPipe());
}

/** Unknown fields are refused, not dropped; findings become an InvalidRequestError. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => InvalidRequestError.fromValidation(errors),
  });
}

function helmetOptions(options: HttpOptions): HelmetOptions {
  const directives = Object.fromEntries(
    Object.entries(options.contentSecurityPolicy ?? NO_PAGES).map(([name, sources]) => [name, [...sources]]),
  );
  return {
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: options.https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  };
}
