/** The facts of sequences and workflows, apart from who is in them. */
import type {
  DesiredSequence,
  DesiredTarget,
  DesiredWorkflow,
  UnenrollRoute,
} from '../../model/desired-state.ts';
import type { ObserveRequest } from '../../model/account.ts';
import { normalEmail } from '../../model/email.ts';
import type { ObservedSender, ObservedTarget, TargetHazard } from '../../model/observed-state.ts';
import { targetName } from '../../model/target.ts';
import type { TargetId, TargetIdentity } from '../../model/target.ts';
import { askAll } from '../http/api.ts';
import type { Api } from '../http/api.ts';
import { helperFlow } from './account-cache.ts';
import type { Known } from './account-cache.ts';
import type { ListFacts } from './lists.ts';
import { anyUserId } from './owners.ts';
import { readSequence } from './sequences.ts';
import { bridgeHazards, wayOutOfSequence } from '../checks/unenroll-route.ts';
import { workflowFacts } from '../checks/workflow-details.ts';
import type { WorkflowSight } from '../checks/workflow-details.ts';

export type TargetFacts = Omit<ObservedTarget, 'active' | 'ever' | 'onViaList' | 'refused'>;

/** A target of the file, or one that only the ledger knows. */
export type AskedTarget = TargetIdentity & {
  readonly wanted?: DesiredTarget;
  /** The unenroll route of the target that replaces it. */
  readonly unenroll?: UnenrollRoute;
};

/** Every target once. */
export function askedTargets(
  request: Pick<ObserveRequest, 'targets' | 'ledgerTargets'>,
): readonly AskedTarget[] {
  const wanted = request.targets.map((target) => ({ kind: target.kind, id: target.id, wanted: target }));
  const names = new Set(wanted.map(targetName));
  const others = request.ledgerTargets.filter((target) => !names.has(targetName(target)));
  return [
    ...wanted,
    ...others.map(({ kind, id, unenroll }) => ({ kind, id, ...(unenroll ? { unenroll } : {}) })),
  ];
}

export async function readTargets(
  api: Api,
  known: Known,
  asked: {
    readonly targets: readonly AskedTarget[];
    readonly senders: ReadonlyMap<string, ObservedSender>;
  },
): Promise<readonly TargetFacts[]> {
  const workflowIds = asked.targets.flatMap(({ kind, id }) => (kind === 'workflow' ? [id] : []));
  const helpers = asked.targets.flatMap((target) => helperFlow(routeOf(target)) ?? []);
  const bridges = asked.targets.flatMap((target) =>
    target.kind === 'sequence' && api.dialect === 'documented' ? (helperFlow(routeOf(target)) ?? []) : [],
  );
  const [flows, v2Ids] = await Promise.all([
    known.flows([...workflowIds, ...helpers]),
    known.workflowIds([...workflowIds, ...bridges]),
  ]);
  const reader = await sequenceReader(api, asked);
  return askAll(asked.targets, async (target) => {
    const { kind, id, wanted } = target;
    const route = routeOf(target);
    const helper = helperFlow(route);
    const exit = helper === undefined ? undefined : flows.get(helper);
    if (kind === 'sequence') {
      const sequence = wanted?.kind === 'sequence' ? wanted : undefined;
      const bridge = { flow: exit, workflowId: helper === undefined ? undefined : v2Ids.get(helper) };
      const facts = await readSequence(api, id, reader(wanted));
      const wayOut = await wayOutOfSequence(api, route, bridge);
      const through = api.dialect === 'documented' ? exit : undefined;
      const hazards = [...bridgeHazards(sequence, wayOut, through), ...aliasHazards(api, sequence)];
      return { ...facts, ...wayOut, hazards: [...facts.hazards, ...hazards] };
    }
    const workflow = wanted?.kind === 'workflow' ? wanted : undefined;
    const sight = {
      id,
      dialect: api.dialect,
      flow: flows.get(id),
      workflowId: v2Ids.get(id),
      exit,
      ...(route ? { route } : {}),
    };
    return workflowFacts({
      ...sight,
      ...(workflow && { wanted: workflow, ...(await listsOf(known, workflow)) }),
    });
  });
}

function routeOf({ wanted, unenroll }: AskedTarget): UnenrollRoute | undefined {
  return wanted ? wanted.unenroll : unenroll;
}

/** The lists that a workflow names, as far as HubSpot knows them. */
async function listsOf(
  known: Known,
  { viaList, activeList, everList, members }: DesiredWorkflow,
): Promise<Pick<WorkflowSight, 'via' | 'activeList' | 'everList' | 'audiences'>> {
  const list = (name: string | undefined): Promise<ListFacts | undefined> =>
    name === undefined ? Promise.resolve(undefined) : known.list(name);
  const [via, active, ever] = await Promise.all([list(viaList), list(activeList), list(everList)]);
  // Those of its own name, a check of the files has refused already.
  const names = (members ?? []).flatMap((entry) =>
    entry.type === 'list' && entry.list !== viaList ? [entry.list] : [],
  );
  const audiences = await askAll([...new Set(via ? names : [])], list);
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
async function sequenceReader(
  api: Api,
  { targets, senders }: Parameters<typeof readTargets>[2],
): Promise<(wanted: DesiredTarget | undefined) => string | undefined> {
  const own = (wanted: DesiredTarget | undefined): string | undefined =>
    wanted?.kind === 'sequence' && wanted.sender !== 'contact-owner'
      ? senders.get(normalEmail(wanted.sender.email))?.userId
      : undefined;
  const lacking = targets.some(({ kind, wanted }) => kind === 'sequence' && own(wanted) === undefined);
  const [known] = senders.values();
  const anybody = lacking ? (known?.userId ?? (await anyUserId(api))) : undefined;
  return (wanted) => own(wanted) ?? anybody;
}

/** The v2 ids of workflows, to their flow ids. */
export async function flowIdsByWorkflow(
  known: Known,
  flowIds: readonly TargetId[],
): Promise<ReadonlyMap<string, TargetId>> {
  const wanted = new Set(flowIds);
  const found = [...(await known.workflowIds(flowIds))].filter(([flowId]) => wanted.has(flowId));
  return new Map(found.map(([flowId, workflowId]) => [workflowId, flowId]));
}
