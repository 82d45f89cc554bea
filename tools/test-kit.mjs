import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildProjects } from './build.mjs';

/** The library with throw-away servers, which is built first. */
export async function testKit(root) {
  await buildProjects(root, ['testing']);
  return import(pathToFileURL(join(root, 'libs/testing/dist/index.js')).href);
}
