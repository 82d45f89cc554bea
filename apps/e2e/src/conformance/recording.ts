import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A request to a real Moodle and what it answered; see recordings/README.md. */
export interface Recording {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    /** A list stands for several lines of one header. */
    readonly headers: Readonly<Record<string, string | readonly string[]>>;
    readonly form?: Readonly<Record<string, string>> | null;
    readonly body?: string | null;
    /** In place of a body that is no UTF-8. */
    readonly bodyBase64?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  readonly note?: string;
}

export interface RecordingFile {
  /** Name without `.json`. */
  readonly name: string;
  readonly recordings: readonly Recording[];
}

export type Format = 'json' | 'xml';

/** Where Moodle's web service answers; recordings of anything else are not ours to replay. */
const PATHS = /^\/(webservice|login)\//;

/** All recordings of a folder, file by file. Files of other data are left out. */
export function readRecordings(folder: string): RecordingFile[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ name: basename(file, '.json'), recordings: recordingsIn(join(folder, file)) }))
    .filter(({ recordings }) => recordings.length > 0);
}

function recordingsIn(path: string): Recording[] {
  const content = JSON.parse(readFileSync(path, 'utf8')) as unknown;
  if (!Array.isArray(content)) return [];
  return (content as Partial<Recording>[]).filter(
    (one): one is Recording => PATHS.test(one.request?.path ?? '') && one.response !== undefined,
  );
}

/** In which format Moodle answered; what is neither is told by the end of the name. */
export function formatOf({ name, response }: Recording): Format {
  const type = response.headers['content-type'] ?? '';
  if (type.startsWith('application/xml')) return 'xml';
  if (type.startsWith('application/json')) return 'json';
  return name.endsWith('.xml') ? 'xml' : 'json';
}

/** The name without the format at its end. */
export function baseName({ name }: Recording): string {
  return name.replace(/\.(json|xml)$/, '');
}

/** The value of a parameter, from wherever Moodle read it. */
export function parameterOf({ request }: Recording, name: string): string | undefined {
  const inForm = request.form?.[name];
  if (inForm !== undefined) return inForm;
  const inBody = new URLSearchParams(request.body ?? '').getAll(name).at(-1);
  const part = new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(request.body ?? '')?.[1];
  const query = request.path.split('?')[1] ?? '';
  return inBody ?? part ?? new URLSearchParams(query).getAll(name).at(-1);
}
