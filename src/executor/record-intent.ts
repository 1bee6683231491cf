import { AlreadyIntended } from '../model/ledger/ledger.ts';
import type { IntentId, NewIntent } from '../model/ledger/ledger.ts';
import type { Change } from '../model/plan.ts';
import { countSent, record } from './run-outcomes.ts';
import type { Sending } from './apply-ports.ts';

/**
 * Commits the intent of one change. Nothing comes back, and the change is filed as not attempted, when
 * its declaration has one already.
 */
export async function intend(
  change: Change,
  { journal, ports, readAt }: Sending,
): Promise<IntentId | undefined> {
  try {
    const [intent] = await ports.lease.intend(journal.run, [intentOf(change, journal.planId, readAt)]);
    countSent(journal, change, 1);
    tellSent(change, { journal, ports });
    return intent;
  } catch (error) {
    if (!(error instanceof AlreadyIntended)) throw error;
    record(journal, change, alreadyIntended);
    return undefined;
  }
}

/** The intent is committed: whatever comes now, a request may have left. */
export function tellSent(
  change: Change,
  { journal: { run }, ports }: Pick<Sending, 'journal' | 'ports'>,
): void {
  ports.tell({ event: 'change-sent', run, address: change.address, action: change.action });
}

const alreadyIntended = {
  status: 'not-attempted',
  reason: 'the ledger already holds an intent for this declaration',
  help: 'Plan again; `rollcall history` shows the earlier intent.',
} as const;

/** What is written down before a change may leave. */
export function intentOf(change: Change, planId: string, at: string): NewIntent {
  const { kind, id, key } = change.target;
  const base = { action: change.action, kind, targetId: id, targetKey: key, planId, at };
  if (change.action === 'archive') return { ...base, origin: 'text' };
  const terms = { contactId: change.contact.id, origin: change.origin };
  const since = change.since === undefined ? {} : { since: change.since };
  if (change.action === 'unenroll') return { ...base, ...terms, ...since };
  const sender = change.senderUserId === undefined ? {} : { senderUserId: change.senderUserId };
  const emails = change.emails === undefined ? {} : { emails: change.emails };
  return { ...base, ...terms, ...since, ...sender, ...emails };
}
