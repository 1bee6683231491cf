/** Row 8 of docs/judgment.md: HubSpot refused the contact for this declaration, and the ledger remembers why. */
import type { LedgerEntry, LedgerView } from '../../model/ledger/ledger-view.ts';
import type { ContactId } from '../../model/target.ts';
import type { Day } from '../../model/time.ts';
import { keep, type Rule } from './verdict.ts';

export const refusedBefore: Rule = {
  name: 'refused-before',
  judge: ({ declared, contact, history, planning }) => {
    const { since } = declared ?? {};
    const attempt = { since, email: contact?.email };
    const entry = blockingRefusals(history, attempt, planning.ledger).at(-1);
    if (!entry?.refusal) return undefined;
    return keep(
      'blocked',
      `refused on ${planning.calendar.day(entry.at)}: ${entry.refusal.reason}`,
      "Correct the contact's email in HubSpot or give the line a later `since`: rollcall then enrolls the contact again. If the cause is gone: rollcall resolve ADDRESS --retry",
    );
  },
  otherwise: 'no refusal of the contact by HubSpot is remembered for this declaration and email',
};

/**
 * Returns the refused requests that block a declaration. `acts` are the records of the contact in the target's history,
 * oldest first. Only the latest request of each merged id counts, and only if HubSpot named a known code that concerns
 * the contact, the contact still has the email that HubSpot refused, and no person cleared the refusal.
 */
export function blockingRefusals(
  acts: readonly LedgerEntry[],
  { since, email }: { readonly since: Day | undefined; readonly email: string | undefined },
  { refusedWith }: Pick<LedgerView, 'refusedWith'>,
): readonly LedgerEntry[] {
  const latest = new Map<ContactId, LedgerEntry>();
  for (const act of acts) {
    if (act.action === 'enroll' && act.since === since) latest.set(act.contactId, act);
  }
  return [...latest.values()].filter(
    ({ refusal, intent }) =>
      refusal?.cause === 'contact' &&
      refusal.code !== undefined &&
      refusal.cleared === undefined &&
      intent !== undefined &&
      refusedWith(intent, email),
  );
}
