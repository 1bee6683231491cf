/** Watches what an apply sends, and what the ledger held before. */
import type { AccountWriter } from '../../model/account.ts';
import type { IntentAction } from '../../model/ledger/intent-action.ts';
import type { Lease, Ledger } from '../../model/ledger/ledger.ts';
import type { ContactId, Kind, TargetId } from '../../model/target.ts';

/** A write of an apply. */
export interface WatchedWrite {
  readonly action: IntentAction;
  /** Absent for a new workflow. */
  readonly kind?: Kind;
  /** Absent for a new workflow, and for a list that feeds a workflow. */
  readonly targetId?: TargetId;
  readonly contactId?: ContactId;
  /** Whether the ledger held an intent of it when it was sent. */
  readonly hasIntent: boolean;
}

export interface WriteWatch {
  /** In the order in which they were sent. */
  readonly writes: readonly WatchedWrite[];
  readonly ledger: (ledger: Ledger) => Ledger;
  readonly writer: (writer: AccountWriter) => AccountWriter;
}

/** Returns a watch for one apply. */
export function watchWrites(): WriteWatch {
  const writes: WatchedWrite[] = [];
  const intents = new Set<string>();
  const note = (write: Omit<WatchedWrite, 'hasIntent'>): void =>
    void writes.push({ ...write, hasIntent: intents.has(keyOf(write)) });
  const lease = (taken: Lease): Lease => ({
    ...taken,
    async recordIntents(run, added) {
      const ids = await taken.recordIntents(run, added);
      for (const { action, kind, targetId, contactId } of added) {
        intents.add(keyOf(action === 'create-workflow' ? { action } : { action, kind, targetId, contactId }));
        // A list is not named in an intent: any enrollment of the contact in a workflow covers it.
        intents.add(keyOf({ action, kind, contactId }));
      }
      return ids;
    },
  });
  return {
    writes,
    ledger: (ledger) => ({
      ...ledger,
      async acquire(request) {
        const taken = await ledger.acquire(request);
        return 'heldBy' in taken ? taken : lease(taken);
      },
    }),
    writer: (writer) => ({
      enroll(command) {
        const { kind, targetId, contact } = command;
        note({ action: 'enroll', kind, targetId, contactId: contact.id });
        return writer.enroll(command);
      },
      unenroll(command) {
        const { kind, targetId, contact } = command;
        note({ action: 'unenroll', kind, targetId, contactId: contact.id });
        return writer.unenroll(command);
      },
      enrollThroughList(command) {
        for (const contactId of command.contacts) note({ action: 'enroll', kind: 'workflow', contactId });
        return writer.enrollThroughList(command);
      },
      archive(command) {
        note({ action: 'archive', kind: 'workflow', targetId: command.targetId });
        return writer.archive(command);
      },
      createWorkflow(command) {
        note({ action: 'create-workflow' });
        return writer.createWorkflow(command);
      },
    }),
  };
}

function keyOf({
  action,
  kind,
  targetId,
  contactId,
}: {
  readonly action: IntentAction;
  readonly kind?: Kind | undefined;
  readonly targetId?: TargetId | undefined;
  readonly contactId?: ContactId | undefined;
}): string {
  return [action, kind, targetId, contactId].join(' ');
}
