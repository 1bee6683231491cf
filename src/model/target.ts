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
export function targetName(target: TargetIdentity): string {
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
