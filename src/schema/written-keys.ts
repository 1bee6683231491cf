import type { InventoryTarget } from '../model/inventory.ts';
import { sectionOf } from '../model/target.ts';

/** A key for each target, made of its name; its id where the name gives none, or gives one twice. */
export function keysFor(targets: readonly InventoryTarget[]): readonly string[] {
  const slugs = targets.map(({ name }) => slug(name ?? ''));
  const used = new Set<string>();
  return targets.map(({ kind, id }, index) => {
    const own = slugs[index] ?? '';
    const unique = own !== '' && slugs.filter((other) => other === own).length === 1;
    const key = unique ? own : `${own === '' ? sectionOf(kind).slice(0, -1) : own}-${id}`;
    // `a` twice and once `a-7`, of which one `a` has the id 7.
    const free = used.has(key) ? `${key}-${id}` : key;
    used.add(free);
    return free;
  });
}

/** Visible letters and digits of any script, lower case, with single dashes between. */
function slug(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '');
}
