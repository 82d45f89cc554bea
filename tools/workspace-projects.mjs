import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Project
 * @property {string} name e.g. `@pulsetech/api`
 * @property {string} folder e.g. `apps/api`
 * @property {readonly string[]} targets
 */

/** The projects of the workspace, read from their package.json files. @returns {Project[]} */
export function workspaceProjects(root) {
  return ['apps', 'libs'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(join(root, folder, 'package.json')))
      .map((folder) => {
        const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
        return { name: manifest.name, folder, targets: Object.keys(manifest.nx?.targets ?? {}) };
      }),
  );
}

/** Projects that have such test files (e.g. ending in `.db.spec.ts`) but no target that runs them. */
export function projectsWithoutTarget(root, target, ending) {
  return workspaceProjects(root).filter(
    ({ folder, targets }) =>
      !targets.includes(target) &&
      readdirSync(join(root, folder, 'src'), { recursive: true }).some((file) => file.endsWith(ending)),
  );
}
