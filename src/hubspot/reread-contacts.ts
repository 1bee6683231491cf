import type { RereadOptions } from '../model/account.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import type { ContactId, TargetId, TargetIdentity } from '../model/target.ts';
import { askAll } from './http/api.ts';
import type { Api } from './http/api.ts';
import type { Known } from './read/account-cache.ts';
import { emptyBook, readContacts } from './read/contacts.ts';
import type { ContactBook } from './read/contacts.ts';
import { flowIdsByWorkflow } from './read/targets.ts';
import { seeContacts } from './read/contact-enrollments.ts';
import { activeMembers, isListShorter } from './who-is-in.ts';
import { enrollmentsListed } from './read/workflow-members.ts';

/**
 * Reads contacts again, by the ids given. Workflow enrollments are read contact by contact, or from
 * the list of a workflow's active contacts where that takes fewer calls.
 */
export async function rereadContacts(
  api: Api,
  known: Known,
  asked: RereadOptions & {
    readonly ids: readonly ContactId[];
    readonly targets: readonly TargetIdentity[];
  },
): Promise<ReadonlyMap<ContactId, ObservedContact>> {
  const { ids, targets, leaving = [] } = asked;
  const done = (): void => undefined;
  const book = emptyBook();
  await readContacts(api, { ids }, { book, done });
  const flows = targets.flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : []));
  const inBulk = flows.filter((id) => isListShorter(known, id, ids.length));
  const active = new Map(
    await askAll(inBulk, async (id) => [id, await activeMembers(api, known, id)] as const),
  );
  const flowIds = await flowIdsByWorkflow(
    known,
    flows.filter((id) => !inBulk.includes(id)),
  );
  const sight = {
    sequences: targets.some(({ kind }) => kind === 'sequence'),
    exact: true,
    verify: new Set(leaving.flatMap((one) => notShownIn(book, one))),
    enrolledBy: new Set(asked.enrolledBy === true ? book.records.keys() : []),
    workflowsOf: new Set(flowIds.size > 0 ? book.records.keys() : []),
    flowIds,
    listed: enrollmentsListed(active, (id) => book.aliases.get(id) ?? id),
    listedFlows: inBulk,
  };
  const seen = await seeContacts(api, book, { sight, done });
  return new Map(
    ids.flatMap((id) => {
      const contact = seen.get(book.aliases.get(id) ?? '');
      return contact ? [[id, contact] as const] : [];
    }),
  );
}

/** The contact, when its properties do not show it in the sequence that it is to leave: they may lag. */
function notShownIn(
  { aliases, records }: ContactBook,
  { contactId, targetId }: { readonly contactId: ContactId; readonly targetId: TargetId },
): readonly ContactId[] {
  const id = aliases.get(contactId);
  const properties = id === undefined ? undefined : records.get(id)?.properties;
  if (id === undefined || !properties) return [];
  const isShown =
    properties['hs_sequences_is_enrolled'] === 'true' &&
    properties['hs_latest_sequence_enrolled'] === targetId;
  return isShown ? [] : [id];
}
