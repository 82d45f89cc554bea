/** The oldest Node.js that the product is tested on. */
export const OLDEST_NODE = [20, 19];

/** Ends the process with one clear sentence when Node.js is too old to run anything here. */
export function requireSupportedNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const [needMajor, needMinor] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(
    `Node.js ${needMajor}.${needMinor} or newer is needed; this is ${version}. Install a newer one from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}
