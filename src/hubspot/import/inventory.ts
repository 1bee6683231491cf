import type {
  AccountInventory,
  Inventory,
  InventoryRequest,
  InventoryTarget,
  Progress,
} from '../../model/account.ts';
import type { TargetId } from '../../model/target.ts';
import type { Api } from '../http/api.ts';
import { type AccountOptions, openParts } from '../open-account.ts';
import { endingTogether, type Known } from '../read/account-cache.ts';
import { type ActiveMembers, membersOfSequences, membersOfWorkflows } from './active-members.ts';
import { listedSequences, type ListedTarget, listedWorkflows } from './listed-targets.ts';

/** Opens an account to list who is active in it; what comes back has no way to write. */
export function openInventory(options: AccountOptions): AccountInventory {
  const { api, known, reader } = openParts(options);
  return {
    account: () => reader.account(),
    async take(wanted, progress) {
      const account = await reader.account();
      const readAt = api.now();
      const taken = await endingTogether({ api, known }, (reading) =>
        takeInventory({ ...reading, progress }, wanted),
      );
      return { account, readAt, ...taken };
    },
  };
}

async function takeInventory(
  from: { readonly api: Api; readonly known: Known; readonly progress: Progress },
  wanted: InventoryRequest,
): Promise<Omit<Inventory, 'account' | 'readAt'>> {
  const all = wanted.sequences.length + wanted.workflows.length === 0;
  const sequences =
    all || wanted.sequences.length > 0 ? await takeSequences(from, wanted.sequences) : nothing;
  const workflows =
    all || wanted.workflows.length > 0 ? await takeWorkflows(from, wanted.workflows) : nothing;
  return {
    targets: [...sequences.targets, ...workflows.targets],
    idle: [...sequences.idle, ...workflows.idle],
    unreadable: [...new Set([...sequences.unreadable, ...workflows.unreadable])].toSorted(byNumber),
  };
}

type Part = Pick<Inventory, 'targets' | 'idle' | 'unreadable'>;

const nothing: Part = { targets: [], idle: [], unreadable: [] };

async function takeSequences(
  { api, progress }: Parameters<typeof takeInventory>[0],
  wanted: readonly TargetId[],
): Promise<Part> {
  const active = await membersOfSequences(api, wanted, progress);
  return arranged(await listedSequences(api, { wanted, seen: [...active.members.keys()] }), active);
}

async function takeWorkflows(
  { api, known, progress }: Parameters<typeof takeInventory>[0],
  wanted: readonly TargetId[],
): Promise<Part> {
  const listed = await listedWorkflows(api, known, wanted);
  const flowIds = listed.map(({ id }) => id);
  return arranged(listed, await membersOfWorkflows(api, known, { flowIds, progress }));
}

function arranged(listed: readonly ListedTarget[], active: ActiveMembers): Part {
  const sorted = listed.toSorted((a, b) => byNumber(a.id, b.id));
  const targets = sorted.flatMap((target): readonly InventoryTarget[] => {
    const members = active.members.get(target.id) ?? [];
    if (members.length === 0) return [];
    return [{ ...target, members: members.toSorted((a, b) => byNumber(a.contactId, b.contactId)) }];
  });
  const idle = sorted.filter(({ id }) => !active.members.has(id));
  return { targets, idle, unreadable: active.unreadable };
}

/** Ids outgrow numbers; of two, the shorter is the smaller. */
function byNumber(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
