import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { ForgetResult } from '../model/ledger/ledger-reports.ts';
import type { LedgerEntry, LedgerView } from '../model/ledger/ledger-view.ts';
import type { Enrollment, ObservedContact } from '../model/observed-state.ts';
import { addressOf, type ContactId, type TargetIdentity } from '../model/target.ts';
import { addMilliseconds, type Instant } from '../model/time.ts';
import { mayBeEnrollmentOf, visibilityLag, mayHaveEnrolled } from '../reconciler/context/ownership.ts';
import type { LedgerDeps, View } from './deps.ts';
import { type LedgerArgs, type OpenLedger, openLedgerOnline } from './ledger/open-ledger.ts';
import { withLease } from './ledger/with-lease.ts';
import { accountDayStart } from './pipeline.ts';

interface ForgetArgs extends LedgerArgs {
  readonly contactId: ContactId;
  readonly autoApprove: boolean;
}

export interface ForgetDeps extends LedgerDeps {
  readonly view: ForgetView;
}

export interface ForgetView extends View {
  forgotten(result: ForgetResult): void;
}

/**
 * Erases the identity of a contact from the ledger. Its actions stay, and so do keyed hashes, so that the contact
 * is never enrolled again. Throws `forget-outcome-unknown` and `forget-active` while an outcome is unknown or the contact may
 * be active.
 */
export async function forget(args: ForgetArgs, deps: ForgetDeps): Promise<ExitCode> {
  if (!args.autoApprove) throw needsApproval(args.contactId);
  const opened = await openLedgerOnline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = opened;
  const { contactId } = args;
  const { ids, present } = await identitiesOf(contactId, { reader, ledger, portalId });
  const blocked = await withLease({ ledger, portalId, deps }, async (lease) => {
    const view = await ledger.view(portalId, await accountDayStart(reader));
    refuseOpenIntents({ contactId, ids, view });
    // Read under the lease: from here on, no apply can enroll the contacts.
    const contacts = await reader.contacts([...present.keys()], targetsToCheck({ ids, view }));
    for (const [id, contact] of contacts) {
      const contactIds = present.get(id) ?? new Set([id]);
      refuseActive({ contactId, ids: contactIds, view }, { contact, now: reader.now() });
    }
    const emails = [...new Set([...contacts.values()].flatMap((contact) => contact.emails))];
    const hashes = new Set<string>();
    for (const id of ids) {
      const person = { contactId: id, emails, at: reader.now() };
      for (const hash of await lease.forget(person)) hashes.add(hash);
    }
    return hashes;
  });
  deps.view.forgotten({
    contactId,
    ids: [...ids],
    emails: blocked.size,
    inHubSpot: present.size > 0,
  });
  return ExitCode.done;
}

interface Identities {
  /** All contact ids of the person, including merged and deleted contacts. */
  readonly ids: ReadonlySet<ContactId>;
  /** The contacts that still exist in HubSpot, each with its merged ids. */
  readonly present: ReadonlyMap<ContactId, ReadonlySet<ContactId>>;
}

/**
 * Returns the identities of a person. The ledger joins them by the keyed hashes of emails. A contact that still
 * exists in HubSpot is the same person only if it has one of these emails now, because an email can move.
 */
async function identitiesOf(
  contactId: ContactId,
  { reader, ledger, portalId }: Pick<OpenLedger, 'reader' | 'ledger' | 'portalId'>,
): Promise<Identities> {
  const ids = new Set<ContactId>();
  const others = new Set<ContactId>();
  const present = new Map<ContactId, Set<ContactId>>();
  const emails = new Set<string>();
  const isSame = async (contact: ObservedContact): Promise<boolean> => {
    const joined = await Promise.all(contact.emails.map((email) => ledger.contactsOf(portalId, email)));
    return joined.flat().some((id) => ids.has(id));
  };
  for (let found: readonly ContactId[] = [contactId]; found.length > 0;) {
    const read = await reader.contacts(found, []);
    for (const id of found) {
      const contact = read.get(id);
      if (contact && id !== contactId && !present.has(contact.id) && !(await isSame(contact))) {
        others.add(id);
        continue;
      }
      const own = [id, ...(contact ? [contact.id, ...contact.mergedIds] : [])];
      for (const one of own) ids.add(one);
      for (const email of contact?.emails ?? []) emails.add(email);
      if (contact) present.set(contact.id, new Set([...(present.get(contact.id) ?? []), ...own]));
    }
    const joined = await ledger.contactsSharingEmails(portalId, { ids: [...ids], emails: [...emails] });
    found = joined.filter((id) => !ids.has(id) && !others.has(id));
  }
  return { ids, present };
}

function needsApproval(contactId: string): Failure {
  return new Failure({
    code: 'needs-approval',
    message: `Erasing contact ${contactId} cannot be undone, so it needs approval. Nothing was erased.`,
    help: `To erase it: rollcall history forget ${contactId} --auto-approve`,
  });
}

interface ForgetSubject {
  readonly contactId: ContactId;
  /** The contact's own id and those merged into it. */
  readonly ids: ReadonlySet<ContactId>;
  readonly view: LedgerView;
}

/** Throws `forget-outcome-unknown` if an intent is open: after the erasure it could no longer be settled. */
function refuseOpenIntents({ contactId, ids, view }: ForgetSubject): void {
  const open = view.entries.of(ids).filter((entry) => entry.state === 'open');
  if (open.length === 0) return;
  const addresses = [...new Set(open.map((entry) => addressIn(view, entry)))];
  throw new Failure({
    code: 'forget-outcome-unknown',
    message: `The outcome of ${open.length === 1 ? 'a request' : `${open.length} requests`} for contact ${contactId} is unknown: ${addresses.join(', ')}. Nothing was erased.`,
    help: `Settle ${open.length === 1 ? 'it' : 'them'} first: run \`rollcall apply\`, or \`rollcall resolve ${addresses[0] ?? ''}\` with --enrolled or --not-enrolled. Then run \`rollcall history forget ${contactId}\` again.`,
  });
}

/** Returns the targets with an enrollment by rollcall for which the ledger has no end and no removal. */
function targetsToCheck({ ids, view }: Omit<ForgetSubject, 'contactId'>): readonly TargetIdentity[] {
  const targets = new Map(
    unendedEnrollments(ids, view).map(({ kind, targetId: id }) => [`${kind}:${id}`, { kind, id }]),
  );
  return [...targets.values()];
}

/**
 * Throws `forget-active` while an enrollment by rollcall is active. The ledger is the only record of it, so after
 * the erasure rollcall could not remove the contact. An enrollment of the last 15 minutes counts as active,
 * because HubSpot may not show it yet.
 */
function refuseActive(
  { contactId, ids, view }: ForgetSubject,
  { contact, now }: { readonly contact: ObservedContact; readonly now: Instant },
): void {
  const active = unendedEnrollments(ids, view).filter((entry) => mayBeActive(entry, contact, now));
  if (active.length === 0) return;
  const addresses = [...new Set(active.map((entry) => addressIn(view, entry)))];
  const runs = [...new Set(active.map(({ run }) => run))];
  throw new Failure({
    code: 'forget-active',
    message: `Contact ${contactId} is or may be active through rollcall (${runs.length === 1 ? 'run' : 'runs'} ${runs.join(', ')}): ${addresses.join(', ')}. Nothing was erased.`,
    help: `Unenroll the contact first: add it to \`suppress\` and run \`rollcall apply\`, or unenroll it in HubSpot. At least ${visibilityLag / 60_000} minutes after its last enrollment, run \`rollcall history forget ${contactId}\` again.`,
  });
}

function mayBeActive(entry: LedgerEntry, contact: ObservedContact, now: Instant): boolean {
  if (contact.unreadable !== undefined) return true;
  const enrollments = contact.enrollments.filter(
    ({ kind, targetId }) => kind === entry.kind && targetId === entry.targetId,
  );
  if (enrollments.some(({ state }) => state === 'active')) return true;
  const isThisEnrollment = ({ enrolledAt }: Enrollment): boolean =>
    enrolledAt !== undefined && mayBeEnrollmentOf(entry, enrolledAt);
  return (
    !enrollments.some(isThisEnrollment) && addMilliseconds(entry.effectAt ?? entry.at, visibilityLag) > now
  );
}

function unendedEnrollments(ids: ReadonlySet<ContactId>, view: LedgerView): readonly LedgerEntry[] {
  const last = new Map<string, LedgerEntry>();
  for (const entry of view.entries.of(ids)) {
    // By contact id, because a record of one of two merged contacts does not apply to the other.
    const name = `${entry.kind}:${entry.targetId}:${entry.contactId}`;
    if (entry.action === 'unenroll' && entry.state === 'proved') last.delete(name);
    else if (mayHaveEnrolled(entry) && entry.end === undefined) last.set(name, entry);
  }
  return [...last.values()];
}

function addressIn(view: LedgerView, { kind, targetId, contactId }: LedgerEntry): string {
  const known = view.targets.find((target) => target.kind === kind && target.id === targetId);
  return addressOf({ kind, key: known?.key ?? targetId }, contactId);
}
