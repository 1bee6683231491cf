/** The facts of sequences and workflows, apart from who is in them. */
import type {
  DesiredSequence,
  DesiredTarget,
  DesiredWorkflow,
  UnenrollRoute,
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

/** A target of the file, or one that only the ledger knows. */
export type TargetToRead = TargetIdentity & {
  readonly wanted?: DesiredTarget;
  /** The unenroll route of the target that replaces it. */
  readonly unenroll?: UnenrollRoute;
};

/** Every target once. */
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
      const helper = api.dialect === 'documented' ? unenrollFlow : undefined;
      const hazards = [...unenrollWorkflowHazards(sequence, support, helper), ...aliasHazards(api, sequence)];
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

/** The lists that a workflow names, as far as HubSpot knows them. */
async function listsOf(
  cache: AccountCache,
  { viaList, activeList, everList, members }: DesiredWorkflow,
): Promise<Pick<WorkflowContext, 'via' | 'activeList' | 'everList' | 'audiences'>> {
  const list = (name: string | undefined): Promise<ListDetails | undefined> =>
    name === undefined ? Promise.resolve(undefined) : cache.list(name);
  const [via, active, ever] = await Promise.all([list(viaList), list(activeList), list(everList)]);
  // Those of its own name, a check of the files has refused already.
  const names = (members ?? []).flatMap((entry) =>
    entry.type === 'list' && entry.list !== viaList ? [entry.list] : [],
  );
  const audiences = await readAll([...new Set(via ? names : [])], list);
  return { via, activeList: active, everList: ever, audiences: audiences.flatMap((found) => found ?? []) };
}

/** The guide's call names a user and no address, so mail would leave from another one than declared. */
function aliasHazards(api: Api, wanted: DesiredSequence | undefined): readonly TargetHazard[] {
  if (api.dialect !== 'guide' || wanted?.senderAlias === undefined) return [];
  return [
    {
      code: 'sender-alias-unused',
      severity: 'error',
      message: `sequence ${wanted.id} has a \`senderAlias\`, and the routes of the guide dialect can't send from an alias`,
      help: 'Remove `senderAlias`, or use `dialect: documented`.',
    },
  ];
}

/** Which user a sequence is read as: its own sender, else anybody whom the account shows. */
async function chooseReadingUser(
  api: Api,
  { targets, senders }: Parameters<typeof readTargets>[2],
): Promise<(wanted: DesiredTarget | undefined) => string | undefined> {
  const own = (wanted: DesiredTarget | undefined): string | undefined =>
    wanted?.kind === 'sequence' && wanted.sender !== 'contact-owner'
      ? senders.get(wanted.sender.email)?.userId
      : undefined;
  const needsFallback = targets.some(({ kind, wanted }) => kind === 'sequence' && own(wanted) === undefined);
  const [firstSender] = senders.values();
  const fallbackUser = needsFallback ? (firstSender?.userId ?? (await anyUserId(api))) : undefined;
  return (wanted) => own(wanted) ?? fallbackUser;
}
