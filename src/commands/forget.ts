import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerDeps, View } from './deps.ts';
import { dayStartOf } from './day-start.ts';
import { openTheLedger } from './ledger-line.ts';
import type { LedgerArgs } from './ledger-line.ts';
import type { ContactId } from '../model/target.ts';
import { refuseActive, refuseOpen, targetsToCheck } from './refuse-forget.ts';
import { withLease } from './with-lease.ts';

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
  /** All ids that were erased: the person's own, and those merged into it. */
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
  const known = (await reader.contacts([contactId], [])).get(contactId);
  const ids = new Set([contactId, ...(known ? [known.id, ...known.mergedIds] : [])]);
  const blocked = await withLease({ ledger, portalId, deps }, async (lease) => {
    const subject = { contactId, ids, view: await ledger.view(portalId, await dayStartOf(reader)) };
    refuseOpen(subject);
    // Read under the lease: no apply can enroll the contact from here on.
    const contact = (await reader.contacts([contactId], targetsToCheck(subject))).get(contactId);
    if (contact) refuseActive(subject, { contact, now: reader.now() });
    const hashes = new Set<string>();
    for (const id of ids) {
      const person = { contactId: id, emails: contact?.emails ?? [], at: reader.now() };
      for (const hash of await lease.forget(person)) hashes.add(hash);
    }
    return hashes;
  });
  deps.view.forgotten({
    contactId,
    ids: [...ids],
    addresses: blocked.size,
    inHubSpot: known !== undefined,
  });
  return ExitCode.done;
}

function notSure(contactId: string): Failure {
  return new Failure({
    code: 'needs-approval',
    message: `Forgetting contact ${contactId} cannot be taken back, and nothing was erased.`,
    help: `If you are sure: rollcall history forget ${contactId} --auto-approve`,
  });
}
