import type { FormPair } from './form-pairs.js';

/** The same call in the languages that bots are written in. */
export interface RequestSamples {
  readonly curl: string;
  readonly javascript: string;
  readonly python: string;
}

export interface SampledCall {
  /** Address of `server.php`. */
  readonly address: string;
  /** A token, or what stands for it. */
  readonly token: string;
  readonly functionName: string;
  readonly parameters: readonly FormPair[];
}

/** Code that can be copied and run: POST, JSON, the token in the form. */
export function requestSamples({ address, token, functionName, parameters }: SampledCall): RequestSamples {
  const pairs: FormPair[] = [
    ['wstoken', token],
    ['wsfunction', functionName],
    ['moodlewsrestformat', 'json'],
    ...parameters,
  ];
  return {
    curl: curlSample(address, pairs),
    javascript: javascriptSample(address, pairs),
    python: pythonSample(address, pairs),
  };
}

/** For a shell; a value that a form would have to escape is left to curl. */
export function curlSample(address: string, pairs: readonly FormPair[]): string {
  const options = pairs.map(([name, value]) => {
    const option = /^[\w.~-]*$/.test(value) ? '-d' : '--data-urlencode';
    return `  ${option} ${inShell(`${name}=${value}`)}`;
  });
  return [`curl -X POST ${inShell(address)}`, ...options].join(' \\\n');
}

function inShell(text: string): string {
  return `"${text.replace(/["$\\`]/g, '\\$&')}"`;
}

function javascriptSample(address: string, pairs: readonly FormPair[]): string {
  const lines = pairs.map(([name, value]) => `    ${keyInJavascript(name)}: ${quoted(value)},`);
  return [
    `const response = await fetch(${quoted(address)}, {`,
    "  method: 'POST',",
    '  body: new URLSearchParams({',
    ...lines,
    '  }),',
    '});',
    'const answer = await response.json();',
    'if (answer?.exception) throw new Error(`${answer.errorcode}: ${answer.message}`);',
    'console.log(answer);',
  ].join('\n');
}

function keyInJavascript(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? name : quoted(name);
}

function pythonSample(address: string, pairs: readonly FormPair[]): string {
  const lines = pairs.map(([name, value]) => `        ${quoted(name)}: ${quoted(value)},`);
  return [
    'import requests',
    '',
    'response = requests.post(',
    `    ${quoted(address)},`,
    '    data={',
    ...lines,
    '    },',
    '    timeout=30,',
    ')',
    'answer = response.json()',
    'if isinstance(answer, dict) and "exception" in answer:',
    "    raise RuntimeError(f\"{answer.get('errorcode')}: {answer['message']}\")",
    'print(answer)',
  ].join('\n');
}

/** A JSON string is a string of JavaScript and of Python alike. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
