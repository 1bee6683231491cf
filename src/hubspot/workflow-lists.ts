/** Workflow membership read in bulk, from HubSpot lists that the file names. */
import type { DesiredTarget, DesiredWorkflow } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Enrollment } from '../model/observed-state.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import { askAll } from './api.ts';
import type { Api } from './api.ts';
import type { Known } from './known.ts';
import { listMembers } from './read-lists.ts';
import type { ListMember } from './read-lists.ts';

/** By flow id; absent where the file names no such list. */
export interface WorkflowLists {
  readonly active: ReadonlyMap<TargetId, readonly ListMember[]>;
  readonly ever: ReadonlyMap<TargetId, readonly ListMember[]>;
  /** Who is on the list that feeds it; absent for a list that HubSpot does not know. */
  readonly via: ReadonlyMap<TargetId, readonly ListMember[]>;
}

/**
 * Reads the `activeList` and `everList` of every workflow, and its `via` list where people are to be
 * added to it. An `activeList` or `everList` that is missing is a `Failure`.
 */
export async function readWorkflowLists(
  api: Api,
  known: Known,
  { targets, done }: { readonly targets: readonly DesiredTarget[]; readonly done: (count: number) => void },
): Promise<WorkflowLists> {
  const workflows = targets.filter((target) => target.kind === 'workflow');
  const read = async (
    key: 'activeList' | 'everList',
  ): Promise<ReadonlyMap<TargetId, readonly ListMember[]>> =>
    new Map(
      (
        await askAll(workflows, async (target) => {
          const name = target[key];
          if (name === undefined) return [];
          const list = await known.list(name);
          if (!list) throw noSuchList(target, key, name);
          const members = await listMembers(api, list.id, done);
          if (key === 'activeList')
            known.activeLists.set(target.id, { listId: list.id, size: members.length });
          return [[target.id, members] as const];
        })
      ).flat(),
    );
  const readVia = async (): Promise<WorkflowLists['via']> =>
    new Map(
      (
        await askAll(workflows, async ({ id, viaList, members }) => {
          const list = viaList === undefined || members === undefined ? undefined : await known.list(viaList);
          return list ? [[id, await listMembers(api, list.id, done)] as const] : [];
        })
      ).flat(),
    );
  const [active, ever, via] = await Promise.all([read('activeList'), read('everList'), readVia()]);
  return { active, ever, via };
}

function noSuchList(target: DesiredWorkflow, key: string, name: string): Failure {
  return new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'list-missing',
    message: `HubSpot knows no list ${name}, which workflows.${target.key} names as its ${key}`,
    help: 'Name the list by its id, or by its exact name.',
  });
}

/** Members of lists of active contacts, as enrollments; `present` leads from any id to today's. */
export function enrollmentsListed(
  active: WorkflowLists['active'],
  present: (id: ContactId) => ContactId,
): ReadonlyMap<ContactId, readonly Enrollment[]> {
  const found = new Map<ContactId, Enrollment[]>();
  for (const [targetId, members] of active) {
    for (const { id: listed, since } of members) {
      const when = since === undefined ? {} : { enrolledAt: since };
      const enrollment = { kind: 'workflow', targetId, state: 'active', ...when } as const;
      const others = found.get(present(listed));
      if (others) others.push(enrollment);
      else found.set(present(listed), [enrollment]);
    }
  }
  return found;
}
