import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerDeps, View } from './deps.ts';
import { openTheLedger } from './ledger-line.ts';
import type { LedgerArgs } from './ledger-line.ts';
import type { ContactId } from '../model/target.ts';
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

interface Forgotten {
  /** As asked for. */
  readonly contactId: ContactId;
  /** All ids that were erased: the person's own, and those merged into it. */
  readonly ids: readonly ContactId[];
  /** How many e-mail addresses are blocked with them. */
  readonly addresses: number;
  /** False when HubSpot no longer has the contact, so that no address could be blocked. */
  readonly inHubSpot: boolean;
}

/**
 * Erases a person from the ledger: what was done stays, to whom does not. A keyed hash stays behind, so
 * that the person is never enrolled again.
 */
export async function forget(args: ForgetArgs, deps: ForgetDeps): Promise<ExitCode> {
  if (!args.autoApprove) throw notSure(args.contactId);
  const opened = await openTheLedger(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = opened;
  const contact = (await reader.contacts([args.contactId], [])).get(args.contactId);
  const emails = contact?.emails ?? [];
  const ids = new Set([args.contactId, ...(contact ? [contact.id, ...contact.mergedIds] : [])]);
  await withLease({ ledger, portalId, deps }, async (lease) => {
    for (const contactId of ids) await lease.forget({ contactId, emails, at: reader.now() });
  });
  deps.view.forgotten({
    contactId: args.contactId,
    ids: [...ids],
    addresses: emails.length,
    inHubSpot: contact !== undefined,
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
