/** What `rollcall snapshot` reads: the same as `plan`, with an estimate before. */
import { contactsPerRead } from '../../model/batch-sizes.ts';
import { type DesiredState, requirementsOf, type Sender, senderEmails } from '../../model/desired-state.ts';
import type { Email } from '../../model/email.ts';
import type { Plan } from '../../model/results/plan.ts';
import { type ContactId } from '../../model/target.ts';
import type { PlanInput } from '../../reconciler/plan-input.ts';
import type { ReadDeps } from '../deps.ts';
import { type LoadedConfiguration, planLoaded } from '../pipeline.ts';

/** The size of a read, as far as the files show it. */
export interface ReadEstimate {
  readonly contacts: number;
  readonly targets: number;
  /** The lists of HubSpot whose members are read, 250 with each request. Their sizes are not known before. */
  readonly lists: number;
  /** The requests without those for members of lists. */
  readonly requests: number;
}

/** Returns the size of the read of a plan. The formula is that of docs/scaling.md. */
export function estimateRead(desired: DesiredState): ReadEstimate {
  const { targets } = desired;
  const contacts = new Set<string>();
  const lists = new Set<string>();
  let single = 0;
  for (const target of targets) {
    const own = new Set<string>();
    for (const entry of target.members ?? []) {
      if (entry.type === 'list') lists.add(entry.list);
      else own.add(entry.person.id ?? entry.person.email);
    }
    for (const { person } of target.absent) own.add(person.id ?? person.email);
    for (const one of own) contacts.add(one);
    if (target.kind !== 'workflow') continue;
    for (const list of [target.activeList, target.everList, target.viaList])
      if (list !== undefined) lists.add(list);
    if (target.activeList === undefined) single += own.size;
  }
  const sequences = targets.filter(({ kind }) => kind === 'sequence').length;
  const workflows = targets.length - sequences;
  const senders = new Set(sendersOf(desired).flatMap(senderEmails)).size;
  const requests =
    1 +
    Math.ceil(contacts.size / contactsPerRead) +
    2 * senders +
    2 * sequences +
    (workflows > 0 ? 2 : 0) +
    2 * lists.size +
    single +
    (requirementsOf(targets).length > 0 ? 1 : 0);
  return { contacts: contacts.size, targets: targets.length, lists: lists.size, requests };
}

/** The input and the plan of a snapshot. */
export interface SnapshotInput {
  readonly input: PlanInput;
  readonly plan: Plan;
  /** The order of all reps of rotations for each contact, from their real addresses. */
  readonly repOrders: ReadonlyMap<ContactId, readonly Email[]>;
}

/** Reads the account and the ledger as `plan` does, and plans. Writes nothing. */
export async function readSnapshotInput(loaded: LoadedConfiguration, deps: ReadDeps): Promise<SnapshotInput> {
  const args = { paths: [], only: [], exclude: [], liftedLimits: {} };
  const { input, plan } = await planLoaded(loaded, args, deps);
  const { rotationOrder } = await import('../../reconciler/context/sender-rotation.ts');
  const reps = [...new Set(sendersOf(input.desired).flatMap(rotatedReps))];
  const ids = reps.length === 0 ? [] : [...input.observed.contacts.keys()];
  return { input, plan, repOrders: new Map(ids.map((id) => [id, rotationOrder(reps, id)])) };
}

function sendersOf({ targets }: DesiredState): readonly Sender[] {
  return targets.flatMap((target) =>
    target.kind === 'sequence'
      ? [target.sender, ...(target.members ?? []).flatMap(({ sender }) => sender ?? [])]
      : [],
  );
}

function rotatedReps(sender: Sender): readonly Email[] {
  if (sender === 'contact-owner') return [];
  if ('prefer' in sender) return rotatedReps(sender.fallback);
  return 'rotate' in sender ? sender.rotate : [];
}
