import { trustEmail } from '../model/email.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { ContactId } from '../model/target.ts';
import type { HistoryRecord, LedgerReader } from '../model/ledger/ledger.ts';
import type { LedgerReadDeps } from './deps.ts';
import { readLedgerOnline } from './ledger/open-ledger.ts';
import type { LedgerArgs, OpenLedger } from './ledger/open-ledger.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export interface HistoryArgs extends LedgerArgs {
  /** A contact id or an email; all contacts when absent. */
  readonly contact?: string | undefined;
  readonly run?: number | undefined;
}

/** Shows which contacts were enrolled or unenrolled, when, by which actor, and for which commit and plan. */
export async function history(args: HistoryArgs, deps: LedgerReadDeps): Promise<ExitCode> {
  const open = await readLedgerOnline(args, deps);
  if (!open) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = open;
  const ids = args.contact === undefined ? undefined : await contactIdsOf(args.contact, open, deps);
  const run = omitUndefined({ run: args.run });
  await deps.view.history(
    ids === undefined
      ? ledger.history(portalId, run)
      : await mergedHistory(ids, (contactId) => ledger.history(portalId, { contactId, ...run })),
    { detailed: ids !== undefined },
  );
  deps.view.log(`Read at ${reader.now()}; account ${portalId}.`);
  return ExitCode.done;
}

/** Returns the records of all ids of one contact, oldest first. */
async function mergedHistory(
  ids: readonly ContactId[],
  read: (contactId: ContactId) => AsyncIterable<HistoryRecord>,
): Promise<readonly HistoryRecord[]> {
  const records: HistoryRecord[] = [];
  for (const id of ids) for await (const record of read(id)) records.push(record);
  return records.toSorted((a, b) => a.id - b.id);
}

/** Returns the current id of a contact, the ids merged into it, and those that the ledger records for its email. */
async function contactIdsOf(
  contact: string,
  open: OpenLedger<LedgerReader>,
  deps: LedgerReadDeps,
): Promise<readonly ContactId[]> {
  const { reader, ledger, portalId } = open;
  const person = contact.includes('@') ? { email: trustEmail(contact) } : { id: contact };
  const known = 'email' in person ? await ledger.contactsOf(portalId, person.email) : [person.id];
  const observed = await reader.observe(
    { ...emptyObserveRequest, people: [person, ...known.map((id) => ({ id }))] },
    deps.progress,
  );
  const found = [...observed.contacts.values()].flatMap((one) => [one.id, ...one.mergedIds]);
  const all = new Set([...found, ...known]);
  if (all.size > 0) return [...all];
  throw new Failure({
    code: 'no-such-contact',
    message: `Neither account ${portalId} nor its ledger contains that contact.`,
    help: 'Use the contact id in the address bar of HubSpot, or an email of the contact in HubSpot.',
  });
}

/** A request that reads nothing. */
export const emptyObserveRequest = {
  lists: [],
  senders: [],
  owners: false,
  targets: [],
  ledgerTargets: [],
  unendedEnrollments: [],
  verify: [],
} as const;
