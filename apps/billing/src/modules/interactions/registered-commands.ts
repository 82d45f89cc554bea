/** What Discord fills in where a command says nothing. */
const SILENT: Readonly<Record<string, unknown>> = { default_member_permissions: null, options: [] };

type Fields = Readonly<Record<string, unknown>>;

/** Whether what Discord has registered is not what is wanted; what Discord adds by itself, such as ids, does not matter. */
export function differ(registered: readonly object[], wanted: readonly object[]): boolean {
  const byName = new Map(registered.map((command) => [(command as Fields)['name'], command as Fields]));
  return (
    registered.length !== wanted.length ||
    wanted.some((command) => !covers(byName.get((command as Fields)['name']), command))
  );
}

function covers(has: unknown, wants: unknown): boolean {
  if (Array.isArray(wants)) {
    return Array.isArray(has) && has.length === wants.length && wants.every((one, at) => covers(has[at], one));
  }
  if (typeof wants !== 'object' || wants === null) return has === wants;
  if (typeof has !== 'object' || has === null) return false;
  const there = has as Fields;
  const silent = Object.entries(SILENT).filter(([name]) => name in there && !(name in wants));
  return (
    Object.entries(wants).every(([name, value]) => covers(there[name], value)) &&
    silent.every(([name, nothing]) => JSON.stringify(there[name]) === JSON.stringify(nothing))
  );
}
