import type {
  AccountInventory,
  Inventory,
  InventoryRequest,
  InventoryTarget,
  Progress,
} from '../../model/account.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { Kind, TargetId } from '../../model/target.ts';
import { allPages, type Api, readAll } from '../http/api.ts';
import { idOf, textOf } from '../http/response.ts';
import { type AccountOptions, openParts } from '../open-account.ts';
import { withAbortScope, type AccountCache } from '../read/account-cache.ts';
import { anyUserId } from '../read/owners.ts';
import { listSequences, readSequence } from '../read/sequences.ts';
import { type ActiveMembers, membersOfSequences, membersOfWorkflows } from './active-members.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Opens an account to list the active members of its sequences and workflows. The inventory cannot write. */
export function openInventory(options: AccountOptions): AccountInventory {
  const { api, cache, reader } = openParts(options);
  return {
    account: () => reader.account(),
    async read(wanted, progress) {
      const account = await reader.account();
      const readAt = api.now();
      const inventory = await withAbortScope({ api, cache }, (scoped) =>
        readInventory({ ...scoped, progress }, wanted),
      );
      return { account, readAt, ...inventory };
    },
  };
}

async function readInventory(
  context: { readonly api: Api; readonly cache: AccountCache; readonly progress: Progress },
  wanted: InventoryRequest,
): Promise<Omit<Inventory, 'account' | 'readAt'>> {
  const all = wanted.sequences.length + wanted.workflows.length === 0;
  const sequences =
    all || wanted.sequences.length > 0 ? await readSequences(context, wanted.sequences) : emptyPart;
  const workflows =
    all || wanted.workflows.length > 0 ? await readWorkflows(context, wanted.workflows) : emptyPart;
  return {
    targets: [...sequences.targets, ...workflows.targets],
    idle: [...sequences.idle, ...workflows.idle],
    ...omitUndefined({ unread: workflows.unread }),
    unreadable: [...new Set([...sequences.unreadable, ...workflows.unreadable])].toSorted(compareIds),
  };
}

type InventoryPart = Pick<Inventory, 'targets' | 'idle' | 'unreadable' | 'unread'>;

const emptyPart: InventoryPart = { targets: [], idle: [], unreadable: [] };

async function readSequences(
  { api, progress }: Parameters<typeof readInventory>[0],
  wanted: readonly TargetId[],
): Promise<InventoryPart> {
  const active = await membersOfSequences(api, wanted, progress);
  return inventoryPart(await listedSequences(api, { wanted, activeIds: [...active.members.keys()] }), active);
}

async function readWorkflows(
  { api, cache, progress }: Parameters<typeof readInventory>[0],
  wanted: readonly TargetId[],
): Promise<InventoryPart> {
  const listed = await listedWorkflows(api, cache, wanted);
  const flowIds = listed.map(({ id }) => id);
  try {
    return inventoryPart(listed, await membersOfWorkflows(api, cache, { flowIds, progress }));
  } catch (error) {
    // The sequences are worth a file without the workflows, unless the caller asked for workflows.
    const isRefused = error instanceof Failure && error.code === 'v2-routes-refused';
    if (!isRefused || wanted.length > 0) throw error;
    return { ...emptyPart, unread: sortedById(listed) };
  }
}

function inventoryPart(listed: readonly ListedTarget[], active: ActiveMembers): InventoryPart {
  const sorted = sortedById(listed);
  const targets = sorted.flatMap((target): readonly InventoryTarget[] => {
    const members = active.members.get(target.id) ?? [];
    if (members.length === 0) return [];
    return [{ ...target, members: members.toSorted((a, b) => compareIds(a.contactId, b.contactId)) }];
  });
  const idle = sorted.filter(({ id }) => !active.members.has(id));
  return { targets, idle, unreadable: active.unreadable };
}

function sortedById(targets: readonly ListedTarget[]): readonly ListedTarget[] {
  return targets.toSorted((a, b) => compareIds(a.id, b.id));
}

/** Compares decimal ids as text, since they may exceed safe integers: the shorter one is smaller. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A sequence or workflow without its members. */
type ListedTarget = Omit<InventoryTarget, 'members'>;

/** HubSpot's maximum for one page. */
const pageSize = 100;

/**
 * Returns the sequences in `wanted`, or all if it is empty. HubSpot lists the sequences that one user sees, without
 * other users' private sequences; those in `wanted` and `activeIds` are therefore also read by id.
 */
async function listedSequences(
  api: Api,
  { wanted, activeIds }: { readonly wanted: readonly TargetId[]; readonly activeIds: readonly TargetId[] },
): Promise<readonly ListedTarget[]> {
  const listed = await listSequences(api, undefined);
  const listedIds = new Set(listed.map(({ id }) => id));
  const others = [...new Set([...wanted, ...activeIds])].filter((id) => !listedIds.has(id));
  const userId = others.length > 0 ? await anyUserId(api) : undefined;
  const hidden = await readAll(others, async (id): Promise<readonly TargetNameAndId[]> => {
    const { status, name } = await readSequence(api, id, userId);
    // A sequence with active members exists, even if this user cannot see it.
    return status === 'missing' && !activeIds.includes(id) ? [] : [{ id, name }];
  });
  const all = [...listed, ...hidden.flat()].map((target) => listedTarget('sequence', target));
  return onlyWanted('sequence', all, wanted);
}

/** Returns the contact workflows in `wanted`, or all if it is empty. */
async function listedWorkflows(
  api: Api,
  cache: AccountCache,
  wanted: readonly TargetId[],
): Promise<readonly ListedTarget[]> {
  const listed: ListedTarget[] = [];
  const pages = allPages(api, (after) => api.request('flows', { query: { limit: pageSize, after } }));
  for await (const results of pages) {
    for (const result of results) {
      const id = idOf(result['id']);
      if (id !== undefined) listed.push(listedTarget('workflow', { id, name: textOf(result['name']) }));
    }
  }
  const targets = onlyWanted('workflow', listed, wanted);
  // The list omits settings, such as the object type, that the definition has.
  const flows = await cache.flows(targets.map(({ id }) => id));
  return targets.flatMap((target): readonly ListedTarget[] => {
    const flow = flows.get(target.id);
    if (!flow || flow.notForContacts !== undefined) return [];
    return [{ ...target, ...(flow.enabled ? {} : { disabled: true }) }];
  });
}

interface TargetNameAndId {
  readonly id: TargetId;
  readonly name?: string | undefined;
}

function listedTarget(kind: Kind, { id, name }: TargetNameAndId): ListedTarget {
  return { kind, id, ...omitUndefined({ name }) };
}

function onlyWanted(
  kind: Kind,
  listed: readonly ListedTarget[],
  wanted: readonly TargetId[],
): readonly ListedTarget[] {
  if (wanted.length === 0) return listed;
  const missing = wanted.filter((id) => !listed.some((target) => target.id === id));
  if (missing.length > 0) throw unknownTargets(kind, missing);
  return listed.filter(({ id }) => wanted.includes(id));
}

function unknownTargets(kind: Kind, ids: readonly TargetId[]): Failure {
  return new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'target-missing',
    message: `HubSpot has no ${kind} ${ids.join(', ')}.`,
    help: `Use the id in the address bar of HubSpot, or omit --${kind}s to import all.`,
  });
}
