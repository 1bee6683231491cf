import { addressOf } from '../model/address.ts';
import { Failure } from '../model/failure.ts';
import { addMilliseconds } from '../model/time.ts';
import type { Instant } from '../model/time.ts';
import type { LedgerEntry, LedgerView } from '../model/ledger/ledger-view.ts';
import type { Enrollment, ObservedContact } from '../model/observed-state.ts';
import type { ContactId, TargetIdentity } from '../model/target.ts';
import { couldBe, lag, mayOwn } from '../reconciler/context/ownership.ts';

interface Subject {
  readonly contactId: ContactId;
  /** The contact's own id and those merged into it. */
  readonly ids: ReadonlySet<ContactId>;
  readonly view: LedgerView;
}

/** Throws `forget-open`: an intent without an outcome could no longer be settled. */
export function refuseOpen({ contactId, ids, view }: Subject): void {
  const open = view.entries.filter((entry) => entry.state === 'open' && ids.has(entry.contactId));
  if (open.length === 0) return;
  const addresses = [...new Set(open.map((entry) => addressIn(view, entry)))];
  throw new Failure({
    code: 'forget-open',
    message: `The outcome of ${open.length === 1 ? 'a request' : `${open.length} requests`} for contact ${contactId} is unknown: ${addresses.join(', ')}. Nothing was erased.`,
    help: `Settle ${open.length === 1 ? 'it' : 'them'} first: run \`rollcall apply\`, or \`rollcall resolve ${addresses[0] ?? ''}\` with --enrolled or --not-enrolled. Then run \`rollcall history forget ${contactId}\` again.`,
  });
}

/** The targets in which rollcall may still have the contact enrolled: no end and no removal is recorded. */
export function targetsToCheck({ ids, view }: Omit<Subject, 'contactId'>): readonly TargetIdentity[] {
  const targets = new Map(
    unended(ids, view).map(({ kind, targetId: id }) => [`${kind}:${id}`, { kind, id }]),
  );
  return [...targets.values()];
}

/**
 * Throws `forget-active` while the contact is active through rollcall: the ledger is the only record that
 * rollcall enrolled it, and without the record the enrollment would stay. An enrollment of the last 15
 * minutes counts as active, because HubSpot may not show it yet.
 */
export function refuseActive(
  { contactId, ids, view }: Subject,
  { contact, now }: { readonly contact: ObservedContact; readonly now: Instant },
): void {
  const active = unended(ids, view).filter((entry) => mayBeActive(entry, contact, now));
  if (active.length === 0) return;
  const addresses = [...new Set(active.map((entry) => addressIn(view, entry)))];
  const runs = [...new Set(active.map(({ run }) => run))];
  throw new Failure({
    code: 'forget-active',
    message: `Contact ${contactId} is or may be active through rollcall (${runs.length === 1 ? 'run' : 'runs'} ${runs.join(', ')}): ${addresses.join(', ')}. Nothing was erased.`,
    help: `Unenroll the contact first: add it to \`suppress\` and run \`rollcall apply\`, or unenroll it in HubSpot. At least ${lag / 60_000} minutes after its last enrollment, run \`rollcall history forget ${contactId}\` again.`,
  });
}

function mayBeActive(entry: LedgerEntry, contact: ObservedContact, now: Instant): boolean {
  if (contact.unreadable !== undefined) return true;
  const here = contact.enrollments.filter(
    ({ kind, targetId }) => kind === entry.kind && targetId === entry.targetId,
  );
  if (here.some(({ state }) => state === 'active')) return true;
  const isSeen = ({ enrolledAt }: Enrollment): boolean =>
    enrolledAt !== undefined && couldBe(entry, enrolledAt);
  return !here.some(isSeen) && addMilliseconds(entry.effectAt ?? entry.at, lag) > now;
}

function unended(ids: ReadonlySet<ContactId>, view: LedgerView): readonly LedgerEntry[] {
  const last = new Map<string, LedgerEntry>();
  for (const entry of view.entries) {
    if (!ids.has(entry.contactId)) continue;
    // Per contact id: a record of one of two merged contacts does not apply to the other.
    const name = `${entry.kind}:${entry.targetId}:${entry.contactId}`;
    if (entry.action === 'unenroll' && entry.state === 'proved') last.delete(name);
    else if (mayOwn(entry) && entry.end === undefined) last.set(name, entry);
  }
  return [...last.values()];
}

function addressIn(view: LedgerView, { kind, targetId, contactId }: LedgerEntry): string {
  const known = view.targets.find((target) => target.kind === kind && target.id === targetId);
  return addressOf({ kind, key: known?.key ?? targetId }, contactId);
}
