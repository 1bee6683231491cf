import type { Instant } from '../model/time.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import { askAll } from './http/api.ts';
import type { Api } from './http/api.ts';
import type { Known } from './read/account-cache.ts';
import { readWorkflowEnrollments } from './read-enrollments.ts';
import { listMembers, listPages } from './read/lists.ts';
import type { ListMember } from './read/lists.ts';
import { flowIdsByWorkflow } from './read/targets.ts';

/**
 * Who of these contacts is in a workflow now, with the time where HubSpot tells it: from the list of its
 * active contacts where that takes fewer calls, else contact by contact.
 */
export async function whoIsIn(
  api: Api,
  known: Known,
  { ids, workflow }: { readonly ids: readonly ContactId[]; readonly workflow: TargetId },
): Promise<ReadonlyMap<ContactId, Instant | undefined>> {
  if (isListShorter(known, workflow, ids.length)) {
    const wanted = new Set(ids);
    const members = await activeMembers(api, known, workflow);
    return new Map(members.flatMap(({ id, since }) => (wanted.has(id) ? [[id, since] as const] : [])));
  }
  const flowIds = await flowIdsByWorkflow(known, [workflow]);
  const found = await askAll(ids, async (id) => {
    const [enrollment] = await readWorkflowEnrollments(api, id, flowIds);
    return enrollment ? [[id, enrollment.enrolledAt] as const] : [];
  });
  return new Map(found.flat());
}

/** Whether the list of a workflow's active contacts takes fewer calls than asking for each of so many. */
export function isListShorter(known: Known, workflow: TargetId, count: number): boolean {
  return listPages(known.activeLists.get(workflow)?.size ?? Infinity) < count;
}

/** Everybody on the list of a workflow's active contacts, nobody where there is none. */
export async function activeMembers(
  api: Api,
  known: Known,
  workflow: TargetId,
): Promise<readonly ListMember[]> {
  const list = known.activeLists.get(workflow);
  return list ? listMembers(api, list.listId, () => undefined) : [];
}
