/**
 * The name of a change everywhere: `sequences.q4-outbound/1042`, target and contact.
 *
 * A declared contact that the account does not know has no contact id; the masked email represents it
 * (`sequences.q4-outbound/n•••@contoso.example`).
 */
import type { Kind } from './target.ts';
import { sectionOf } from './target.ts';
import { wildcard } from './text/wildcard.ts';

export type Address = string;

/** The address of a person in a target. */
export function addressOf(target: { kind: Kind; key: string }, person: string): Address {
  // A template would keep its parts as well as the whole, and a plan holds one for each person.
  return [targetAddress(target), '/', person].join('');
}

/** The address of a target itself: `sequences.q4-outbound`. */
export function targetAddress(target: { kind: Kind; key: string }): Address {
  return `${sectionOf(target.kind)}.${target.key}`;
}

/**
 * Returns whether an address matches a glob: `*` matches any run of characters, `?` exactly one. A glob without
 * a slash also matches every contact of the targets that it matches (`sequences.q4-*`).
 */
export function matchesGlob(address: Address, glob: string): boolean {
  const matches = wildcard(glob, '?');
  return matches(address) || (!glob.includes('/') && matches(address.split('/', 1)[0] ?? ''));
}
