/** Conditions of the files, and whether a contact meets them. */
import type { SeedContact } from '../../../src/simulator/account/account-seed.ts';
import type { Condition, FileTarget } from '../histories/files.ts';
import type { Wanted } from './wanted.ts';

/** A literal line has only the conditions of its target. */
function conditionsOf(
  { require, audienceRequire }: FileTarget,
  { literal }: Pick<Wanted, 'literal'>,
): readonly Condition[] {
  return literal ? require : [...require, ...audienceRequire];
}

export function unmetConditions(
  target: FileTarget,
  wanted: Pick<Wanted, 'literal'>,
  { properties }: SeedContact,
): readonly Condition[] {
  return conditionsOf(target, wanted).filter((one) => {
    const value = properties[one.property] ?? '';
    if (one.is) return !one.is.includes(value);
    return one.not ? one.not.includes(value) : value.trim() === '';
  });
}

/** As plans word it. */
export function conditionWords({ property, is, not }: Condition): string {
  if (is) return `${property}: ${is.join(' or ')}`;
  return not ? `${property}: not ${not.join(' or ')}` : property;
}
