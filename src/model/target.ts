import { compileWildcard } from './text/wildcard.ts';

/** A sequence sends emails of one rep to one contact; a workflow automates actions for many contacts. */
export type Kind = 'sequence' | 'workflow';

/** HubSpot's id of a contact, as decimal text. HubSpot sends ids as numbers or strings. */
export type ContactId = string;

/** HubSpot's id of a sequence, or the *flow* id of a workflow (the id in the URL of the HubSpot app). */
export type TargetId = string;

/** The identity of a target: its kind and HubSpot id. Its key in the files is only a local name. */
export interface TargetIdentity {
  readonly kind: Kind;
  readonly id: TargetId;
}

export interface TargetRevision extends TargetIdentity {
  /** Changes with every edit of the target. */
  readonly revision: string;
}

/** Returns the map key of a target. Two keys are equal exactly if the targets are the same. */
export function targetIdentityKey(target: TargetIdentity): string {
  return `${target.kind}:${target.id}`;
}

/** Returns the id of a workflow that does not exist yet: HubSpot gives it one when it is created. */
export function newTargetId(key: string): TargetId {
  return `new:${key}`;
}

/** Returns whether a target is a workflow that does not exist yet. */
export function isNewTarget({ key, id }: { readonly key: string; readonly id: TargetId }): boolean {
  return id === newTargetId(key);
}

/** Returns the former id whose history counts for a target, or undefined without one or for `replaces: none`. */
export function replacedId(target: { readonly replaces?: TargetId }): TargetId | undefined {
  return target.replaces === 'none' ? undefined : target.replaces;
}

/** Returns the section of the files for a kind, which is also the first part of an address. */
export function sectionOf(kind: Kind): 'sequences' | 'workflows' {
  return kind === 'sequence' ? 'sequences' : 'workflows';
}

/**
 * The name of one contact in one target: `sequences.q4-outbound/1042`.
 *
 * A declared contact that does not exist in the account has no contact id; the masked email represents it
 * (`sequences.q4-outbound/n•••@contoso.example`).
 */
export type Address = string;

/** Returns the address of a contact in a target. `person` is the contact id or the masked email. */
export function addressOf(target: { kind: Kind; key: string }, person: string): Address {
  // A template string would also keep its parts in memory, and a plan has one address per person.
  return [targetAddress(target), '/', person].join('');
}

/** Returns the address of a target: `sequences.q4-outbound`. */
export function targetAddress(target: { kind: Kind; key: string }): Address {
  return `${sectionOf(target.kind)}.${target.key}`;
}

/**
 * Returns whether an address matches a glob: `*` matches any run of characters, `?` exactly one. A glob without
 * a slash also matches every contact of the targets that it matches (`sequences.q4-*`).
 */
export function matchesGlob(address: Address, glob: string): boolean {
  const matches = compileWildcard(glob, '?');
  return matches(address) || (!glob.includes('/') && matches(address.split('/', 1)[0] ?? ''));
}
