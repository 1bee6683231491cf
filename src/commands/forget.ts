import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerDeps, View } from './deps.ts';
import { dayStartOf } from './day-start.ts';
import { openTheLedger } from './ledger/open-ledger.ts';
import type { LedgerArgs, OpenLedger } from './ledger/open-ledger.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import type { ContactId } from '../model/target.ts';
import { refuseActive, refuseOpen, targetsToCheck } from './refuse-forget.ts';
import { withLease } from './ledger/with-lease.ts';

export interface ForgetArgs extends LedgerArgs {
  readonly contactId: ContactId;
  readonly autoApprove: boolean;
}

export interface ForgetDeps extends LedgerDeps {
  readonly view: ForgetView;
}

export interface ForgetView extends View {
  forgotten(result: Forgotten): void;
}

export interface Forgotten {
  /** As asked for. */
  readonly contactId: ContactId;
  /** All ids that were erased: the contact's own, those merged into it, and those joined to it by an email. */
  readonly ids: readonly ContactId[];
  /** How many email addresses are blocked with them. */
  readonly addresses: number;
  /** False when HubSpot no longer has the contact: only emails that the ledger recorded are blocked. */
  readonly inHubSpot: boolean;
}

/**
 * Erases a contact from the ledger: actions stay, the contact's identity does not. Keyed hashes stay, so that
 * the contact is never enrolled again. Throws `forget-open` and `forget-active` while something about the
 * contact is not over.
 */
export async function forget(args: ForgetArgs, deps: ForgetDeps): Promise<ExitCode> {
  if (!args.autoApprove) throw notSure(args.contactId);
  const opened = await openTheLedger(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = opened;
  const { contactId } = args;
  const { ids, present } = await identitiesOf(contactId, { reader, ledger, portalId });
  const blocked = await withLease({ ledger, portalId, deps }, async (lease) => {
    const view = await ledger.view(portalId, await dayStartOf(reader));
    refuseOpen({ contactId, ids, view });
    // Read under the lease: no apply can enroll the contacts from here on.
    const contacts = await reader.contacts([...present.keys()], targetsToCheck({ ids, view }));
    for (const [id, contact] of contacts) {
      const own = present.get(id) ?? new Set([id]);
      refuseActive({ contactId, ids: own, view }, { contact, now: reader.now() });
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
    addresses: blocked.size,
    inHubSpot: present.size > 0,
  });
  return ExitCode.done;
}

interface Identities {
  /** All contact ids of the person: merged ones, and those of contacts that were deleted. */
  readonly ids: ReadonlySet<ContactId>;
  /** The contacts that HubSpot has, each with its merged ids. */
  readonly present: ReadonlyMap<ContactId, ReadonlySet<ContactId>>;
}

/**
 * Returns the identities of a person. The ledger joins them by the keyed hashes of emails. A contact that
 * HubSpot still has is another person unless it has one of these emails now: an email can move.
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
    const joined = await ledger.sharingEmails(portalId, { ids: [...ids], emails: [...emails] });
    found = joined.filter((id) => !ids.has(id) && !others.has(id));
  }
  return { ids, present };
}

function notSure(contactId: string): Failure {
  return new Failure({
    code: 'needs-approval',
    message: `Forgetting contact ${contactId} cannot be taken back, and nothing was erased.`,
    help: `If you are sure: rollcall history forget ${contactId} --auto-approve`,
  });
}
