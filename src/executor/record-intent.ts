import { AlreadyIntendedError } from '../model/ledger/ledger.ts';
import type { IntentId, NewIntent } from '../model/ledger/ledger.ts';
import { isContactChange, type Change } from '../model/results/plan.ts';
import { adjustSentCount, recordOutcome } from './run-outcomes.ts';
import type { SendContext } from './apply-ports.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { maskSentences } from '../model/text/mask-text.ts';

/**
 * Commits the intent of one change and returns its id. If the ledger already holds an intent for the
 * declaration, records the change as not attempted and returns `undefined`.
 */
export async function recordIntent(
  change: Change,
  { outcomes, ports, readAt }: SendContext,
): Promise<IntentId | undefined> {
  try {
    const [intent] = await ports.lease.recordIntents(outcomes.runNumber, [
      { ...newIntent(change, outcomes.planId, readAt), ...nameSent(change, ports) },
    ]);
    adjustSentCount(outcomes, change, 1);
    emitSent(change, { outcomes, ports });
    return intent;
  } catch (error) {
    if (!(error instanceof AlreadyIntendedError)) throw error;
    recordOutcome(outcomes, change, alreadyIntendedOutcome);
    return undefined;
  }
}

/**
 * Returns the name of a workflow to create, which identifies it after a lost response, also if the file has another name by
 * then. The ledger stores no email addresses and tokens: such a name is left out.
 */
function nameSent(
  change: Change,
  { definitionOf }: Pick<SendContext['ports'], 'definitionOf'>,
): Pick<NewIntent, 'createdName'> {
  if (change.action !== 'create-workflow') return {};
  const { name } = definitionOf(change);
  return maskSentences(name) === name ? { createdName: name } : {};
}

/** Emits `change-sent`. Called after the commit of the intent: from then on the request may have been sent. */
export function emitSent(
  change: Change,
  { outcomes: { runNumber }, ports }: Pick<SendContext, 'outcomes' | 'ports'>,
): void {
  ports.emit({ event: 'change-sent', run: runNumber, address: change.address, action: change.action });
}

const alreadyIntendedOutcome = {
  status: 'not-attempted',
  reason: 'the ledger already holds an intent for this declaration',
  help: 'Plan again; `rollcall history` shows the earlier intent.',
} as const;

/** Returns the intent that the ledger must hold before the request of a change is sent. */
export function newIntent(change: Change, planId: string, at: string): NewIntent {
  const { kind, id, key } = change.target;
  const base = { action: change.action, kind, targetId: id, targetKey: key, planId, at };
  if (!isContactChange(change)) return { ...base, origin: 'text' };
  const terms = { contactId: change.contact.id, origin: change.origin };
  const since = omitUndefined({ since: change.since });
  if (change.action === 'unenroll') return { ...base, ...terms, ...since };
  const sender = omitUndefined({ senderUserId: change.senderUserId });
  const emails = omitUndefined({ emails: change.emails });
  return { ...base, ...terms, ...since, ...sender, ...emails };
}
