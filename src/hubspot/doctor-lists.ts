import type { DesiredTarget } from '../model/desired-state.ts';
import type { Source } from '../model/diagnostic.ts';
import type { Check } from '../model/examination.ts';
import { ExitCode } from '../model/exit-code.ts';
import { askAll } from './http/api.ts';
import { examining, failed, ok } from './doctor/check-results.ts';
import type { Known } from './read/account-cache.ts';

/** Whether every list that the files name is there. Whether it is the right one, its workflow's check says. */
export async function examineLists(
  known: Known,
  targets: readonly DesiredTarget[],
): Promise<readonly Check[]> {
  const checks = await askAll([...listsNamed(targets)], ([name, source]) =>
    examining('lists', `List ${name}`, async () => {
      const list = await known.list(name);
      const area = 'lists';
      if (!list) {
        const message = `HubSpot knows no list \`${name}\``;
        const help = 'Name the list by its id, or by its exact name.';
        return [failed({ area, code: 'list-missing', message, source }, help, ExitCode.invalidConfiguration)];
      }
      const called = list.name === undefined ? '' : `, "${list.name}"`;
      return [ok({ area, code: 'list', message: `List ${list.id}${called}`, source })];
    }),
  );
  return checks.flat();
}

/** Every list, with the first place that names it. */
function listsNamed(targets: readonly DesiredTarget[]): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const add = (name: string | undefined, source: Source): void => {
    if (name !== undefined && !found.has(name)) found.set(name, source);
  };
  for (const target of targets) {
    for (const entry of target.members ?? []) if (entry.type === 'list') add(entry.list, entry.source);
    if (target.kind !== 'workflow') continue;
    for (const key of ['viaList', 'activeList', 'everList'] as const) {
      add(target[key], target.at?.[key] ?? target.source);
    }
  }
  return found;
}
