import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { LedgerDeps } from './deps.ts';
import { openTheLedger } from './ledger-line.ts';
import type { LedgerArgs } from './ledger-line.ts';
import { withLease } from './with-lease.ts';

export interface ForgetArgs extends LedgerArgs {
  readonly contactId: string;
  readonly autoApprove: boolean;
}

/**
 * Erases a person from the ledger: what was done stays, to whom does not. A keyed hash stays behind, so
 * that the person is never enrolled again.
 */
export async function forget(args: ForgetArgs, deps: LedgerDeps): Promise<ExitCode> {
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
  deps.view.say(
    contact
      ? `Contact ${args.contactId} is forgotten, with ${emails.length} addresses. Nothing will enroll this person again.`
      : `Contact ${args.contactId} is forgotten. HubSpot no longer has it, so its addresses could not be blocked: list them under \`suppress\` if they may come back.`,
  );
  return ExitCode.done;
}

function notSure(contactId: string): Failure {
  return new Failure({
    code: 'needs-approval',
    message: `Forgetting contact ${contactId} cannot be taken back, and nothing was erased.`,
    help: `If you are sure: rollcall history forget ${contactId} --auto-approve`,
  });
}
