/** What `rollcall snapshot` reads: the same as `plan`, with an estimate before. */
import { contactsPerRead } from '../../model/batch-sizes.ts';
import {
  type ContactRef,
  type DesiredState,
  requirementsOf,
  rotatedReps,
  senderEmails,
  sendersOf,
  usesContactOwner,
} from '../../model/desired-state.ts';
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
  /** The requests for what the files name, with one for each list. What others enrolled is not known before. */
  readonly requests: number;
}

/** Returns the size of the read of a plan. The formula is that of docs/scaling.md. */
export function estimateRead(desired: DesiredState): ReadEstimate {
  const { targets } = desired;
  const { contacts, lists, single } = namesIn(desired);
  const sequences = targets.filter(({ kind }) => kind === 'sequence').length;
  const workflows = targets.length - sequences;
  const byEmail = [...contacts].filter((name) => name.includes('@')).length;
  const requests =
    1 +
    Math.ceil(byEmail / contactsPerRead) +
    Math.ceil((contacts.size - byEmail) / contactsPerRead) +
    repRequests(desired) +
    2 * sequences +
    (workflows > 0 ? 2 : 0) +
    unenrollRequests(desired, workflows > 0) +
    (desired.dialect === 'guide' && sequences > 0
      ? Math.ceil(contacts.size / contactsPerAssociationRead)
      : 0) +
    2 * lists.size +
    single +
    (requirementsOf(targets).length > 0 ? 1 : 0);
  return { contacts: contacts.size, targets: targets.length, lists: lists.size, requests };
}

/** Returns the declared contacts, the lists, and the number of contacts whose workflows are read one by one. */
function namesIn({ targets }: DesiredState): {
  readonly contacts: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  readonly single: number;
} {
  const contacts = new Set<string>();
  const lists = new Set<string>();
  let single = 0;
  for (const target of targets) {
    const own = new Set<string>();
    for (const entry of target.members ?? []) {
      if (entry.type === 'list') lists.add(entry.list);
      else own.add(nameOf(entry.person));
    }
    for (const { person } of target.absent) own.add(nameOf(person));
    for (const one of own) contacts.add(one);
    if (target.kind !== 'workflow') continue;
    for (const list of [target.activeList, target.everList, target.viaList])
      if (list !== undefined) lists.add(list);
    if (target.activeList === undefined) single += own.size;
  }
  return { contacts, lists, single };
}

/** A contact is read by its email, and by its id only without one. */
function nameOf({ id, email }: ContactRef): string {
  return email ?? id ?? '';
}

/** The maximum number of contacts whose enrollments one request of the dialect `guide` reads. */
const contactsPerAssociationRead = 1_000;

/** A rep is found by the email, or all users at once if owners of contacts send. Each one is read once more for the seats. */
function repRequests(desired: DesiredState): number {
  const senders = sendersOf(desired);
  const reps = new Set(senders.flatMap(senderEmails)).size;
  const named = desired.targets.flatMap((target) =>
    target.kind === 'sequence' && target.name !== undefined ? (senderEmails(target.sender)[0] ?? '') : [],
  );
  return (senders.some(usesContactOwner) ? 1 + Math.max(reps, 1) : 2 * reps) + 2 * new Set(named).size;
}

/** Unenroll workflows are read together, with the ids that their older routes need. Each property is read alone. */
function unenrollRequests({ targets }: DesiredState, withWorkflows: boolean): number {
  const routes = targets.flatMap(({ unenroll }) => unenroll ?? []);
  const properties = new Set(routes.flatMap((route) => ('property' in route ? route.property : []))).size;
  const isNeeded = routes.some((route) => 'workflow' in route);
  return properties + (isNeeded ? (withWorkflows ? 1 : 2) : 0);
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
