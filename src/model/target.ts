import { compileWildcard } from './text/wildcard.ts';

/** One rep's mail to one person, or automation for many. */
export type Kind = 'sequence' | 'workflow';

/** HubSpot's id of a contact, as decimal text: ids arrive as integers or strings and outgrow neither. */
export type ContactId = string;

/** HubSpot's id of a sequence, or the *flow* id of a workflow (the one in the app's address bar). */
export type TargetId = string;

/** What a target is: its kind and HubSpot id. Its key in the file is only a name for it. */
export interface TargetIdentity {
  readonly kind: Kind;
  readonly id: TargetId;
}

/** A text that is equal for two targets exactly when they are the same target; used as a map key. */
export function targetIdentityKey(target: TargetIdentity): string {
  return `${target.kind}:${target.id}`;
}

/** The earlier id whose history counts for a target; nothing for `replaces: none`. */
export function replacedId(target: { readonly replaces?: TargetId }): TargetId | undefined {
  return target.replaces === 'none' ? undefined : target.replaces;
}

/** The word of the file and of addresses for a kind: `sequences` or `workflows`. */
export function sectionOf(kind: Kind): 'sequences' | 'workflows' {
  return kind === 'sequence' ? 'sequences' : 'workflows';
}

/**
 * The name of a change everywhere: `sequences.q4-outbound/1042`, target and contact.
 *
 * A declared contact that the account does not know has no contact id; the masked email represents it
 * (`sequences.q4-outbound/n•••@contoso.example`).
 */
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
  const matches = compileWildcard(glob, '?');
  return matches(address) || (!glob.includes('/') && matches(address.split('/', 1)[0] ?? ''));
}
