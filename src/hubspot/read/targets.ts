/** Reads the facts about sequences and workflows, without their members. */
import {
  type DesiredSequence,
  type DesiredTarget,
  type DesiredWorkflow,
  senderEmails,
  type UnenrollRoute,
} from '../../model/desired-state.ts';
import type { ObserveRequest } from '../../model/account.ts';
import type { ObservedSender, TargetHazard } from '../../model/observed-state.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { TargetIdentity } from '../../model/target.ts';
import { readAll } from '../http/api.ts';
import type { Api } from '../http/api.ts';
import { unenrollWorkflowId } from './account-cache.ts';
import type { AccountCache } from './account-cache.ts';
import type { ListDetails } from './lists.ts';
import { anyUserId } from './owners.ts';
import { readSequence } from './sequences.ts';
import { unenrollWorkflowHazards, sequenceUnenrollSupport } from '../checks/unenroll-route.ts';
import { workflowDetails } from '../checks/workflow-details.ts';
import type { TargetDetails, WorkflowContext } from '../checks/workflow-details.ts';

/** A target of the files, or one that only the ledger has. */
export type TargetToRead = TargetIdentity & {
  readonly wanted?: DesiredTarget;
  /** The unenroll route of the target that replaces it. */
  readonly unenroll?: UnenrollRoute;
};

/** Returns the targets of the files and the ledger, each once. */
export function targetsToRead(
  request: Pick<ObserveRequest, 'targets' | 'ledgerTargets'>,
): readonly TargetToRead[] {
  const wanted = request.targets.map((target) => ({ kind: target.kind, id: target.id, wanted: target }));
  const names = new Set(wanted.map(targetIdentityKey));
  const others = request.ledgerTargets.filter((target) => !names.has(targetIdentityKey(target)));
  return [
    ...wanted,
    ...others.map(({ kind, id, unenroll }) => ({ kind, id, ...(unenroll ? { unenroll } : {}) })),
  ];
}

export async function readTargets(
  api: Api,
  cache: AccountCache,
  request: {
    readonly targets: readonly TargetToRead[];
    readonly senders: ReadonlyMap<string, ObservedSender>;
  },
): Promise<readonly TargetDetails[]> {
  const flowIds = request.targets.flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : []));
  const unenrollWorkflowIds = request.targets.flatMap(
    (target) => unenrollWorkflowId(unenrollRouteOf(target)) ?? [],
  );
  const documentedUnenrollIds = request.targets.flatMap((target) =>
    target.kind === 'sequence' && api.dialect === 'documented'
      ? (unenrollWorkflowId(unenrollRouteOf(target)) ?? [])
      : [],
  );
  const [flows, workflowIds] = await Promise.all([
    cache.flows([...flowIds, ...unenrollWorkflowIds]),
    cache.workflowIds([...flowIds, ...documentedUnenrollIds]),
  ]);
  const readingUser = await chooseReadingUser(api, request);
  return readAll(request.targets, async (target) => {
    const { kind, id, wanted } = target;
    const route = unenrollRouteOf(target);
    const unenrollId = unenrollWorkflowId(route);
    const unenrollFlow = unenrollId === undefined ? undefined : flows.get(unenrollId);
    if (kind === 'sequence') {
      const sequence = wanted?.kind === 'sequence' ? wanted : undefined;
      const unenrollContext = {
        flow: unenrollFlow,
        workflowId: unenrollId === undefined ? undefined : workflowIds.get(unenrollId),
      };
      const details = await readSequence(api, id, readingUser(wanted));
      const support = await sequenceUnenrollSupport(api, route, unenrollContext);
      const unenrollWorkflow = api.dialect === 'documented' ? unenrollFlow : undefined;
      const hazards = [
        ...unenrollWorkflowHazards(sequence, support, unenrollWorkflow),
        ...aliasHazards(api, sequence),
      ];
      return { ...details, ...support, hazards: [...details.hazards, ...hazards] };
    }
    const workflow = wanted?.kind === 'workflow' ? wanted : undefined;
    const context = {
      id,
      dialect: api.dialect,
      flow: flows.get(id),
      workflowId: workflowIds.get(id),
      exit: unenrollFlow,
      route,
    };
    return workflowDetails({
      ...context,
      ...(workflow && { wanted: workflow, ...(await listsOf(cache, workflow)) }),
    });
  });
}

function unenrollRouteOf({ wanted, unenroll }: TargetToRead): UnenrollRoute | undefined {
  return wanted ? wanted.unenroll : unenroll;
}

/** Returns the lists that a workflow names and that HubSpot finds. */
async function listsOf(
  cache: AccountCache,
  { viaList, activeList, everList, members }: DesiredWorkflow,
): Promise<Pick<WorkflowContext, 'via' | 'activeList' | 'everList' | 'audiences'>> {
  const list = (name: string | undefined): Promise<ListDetails | undefined> =>
    name === undefined ? Promise.resolve(undefined) : cache.list(name);
  const [via, active, ever] = await Promise.all([list(viaList), list(activeList), list(everList)]);
  // A check of the files already rejects an audience with the same name as `via`.
  const names = (members ?? []).flatMap((entry) =>
    entry.type === 'list' && entry.list !== viaList ? [entry.list] : [],
  );
  const audiences = await readAll([...new Set(via ? names : [])], list);
  return { via, activeList: active, everList: ever, audiences: audiences.flatMap((found) => found ?? []) };
}

/** Returns an error for `senderAlias` in the guide dialect: its route has no alias, so the email would be another one. */
function aliasHazards(api: Api, wanted: DesiredSequence | undefined): readonly TargetHazard[] {
  if (api.dialect !== 'guide' || wanted?.senderAlias === undefined) return [];
  return [
    {
      code: 'sender-alias-unused',
      severity: 'error',
      message: `sequence ${wanted.id} has a \`senderAlias\`, but the routes of the guide dialect cannot send from an alias`,
      help: 'Remove `senderAlias`, or use `dialect: documented`.',
    },
  ];
}

/** Returns the function that selects the user to read a sequence as: its sender, or else any user of the account. */
async function chooseReadingUser(
  api: Api,
  { targets, senders }: Parameters<typeof readTargets>[2],
): Promise<(wanted: DesiredTarget | undefined) => string | undefined> {
  const own = (wanted: DesiredTarget | undefined): string | undefined =>
    wanted?.kind === 'sequence'
      ? senderEmails(wanted.sender).flatMap((email) => senders.get(email)?.userId ?? [])[0]
      : undefined;
  const needsFallback = targets.some(({ kind, wanted }) => kind === 'sequence' && own(wanted) === undefined);
  const [firstSender] = senders.values();
  const fallbackUser = needsFallback ? (firstSender?.userId ?? (await anyUserId(api))) : undefined;
  return (wanted) => own(wanted) ?? fallbackUser;
}
