import { emptyObserveRequest } from '../commands/history.ts';
import { checkAccount } from '../commands/pipeline.ts';
import { resolveSequenceNames } from '../commands/pipeline/resolve-sequence-names.ts';
import type { DesiredState, DesiredTarget } from '../model/desired-state.ts';
import type { Email } from '../model/email.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import type { ContactId } from '../model/target.ts';
import type { ToolCall } from './tool-call.ts';

/** A contact as HubSpot has it, with its enrollments in the targets of the files. */
export interface FoundContact extends ObservedContact {
  readonly portalId: number;
  readonly uiDomain: string;
  /** The targets of the files, with the ids of sequences that the files name. */
  readonly targets: readonly DesiredTarget[];
}

/** Returns the contact with an email or an id; undefined if the account has none. Reads only that contact. */
export async function findContact(
  person: { readonly email: Email } | { readonly id: ContactId },
  desired: DesiredState,
  { deps }: ToolCall,
): Promise<FoundContact | undefined> {
  const reader = await deps.openReader(desired);
  const portalId = await checkAccount(desired, reader);
  const { uiDomain } = await reader.account();
  const observed = await reader.observe({ ...emptyObserveRequest, people: [person] }, deps.progress);
  const id = observed.aliases.get('email' in person ? person.email : person.id);
  if (id === undefined) return undefined;
  const { targets } = await resolveSequenceNames(desired, reader);
  const contact = (await reader.contacts([id], targets)).get(id);
  return contact && { ...contact, portalId, uiDomain, targets };
}
