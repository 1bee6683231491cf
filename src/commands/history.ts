import { trustEmail } from '../model/email.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { ContactId, Kind } from '../model/target.ts';
import type { HistoryFilter, HistoryRecord, LedgerReader } from '../model/ledger/ledger.ts';
import type { LedgerReadDeps } from './deps.ts';
import { readLedgerOnline } from './ledger/open-ledger.ts';
import type { LedgerArgs, OpenLedger } from './ledger/open-ledger.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export interface HistoryArgs extends LedgerArgs {
  /** A contact id, an email, or an address as plans show it: `workflows.welcome`, `workflows.welcome/1042`. All when absent. */
  readonly contact?: string | undefined;
  readonly run?: number | undefined;
}

/** Shows which contacts were enrolled or unenrolled, when, by which actor, and for which commit and plan. */
export async function history(args: HistoryArgs, deps: LedgerReadDeps): Promise<ExitCode> {
  const subject = args.contact === undefined ? {} : parseSubject(args.contact);
  const open = await readLedgerOnline(args, deps);
  if (!open) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = open;
  const { contact, target } = subject;
  const found = target && targetFilter(target, open.desired);
  const filter = omitUndefined({ run: args.run, target: found });
  const ids = contact === undefined ? undefined : await contactIdsOf(contact, open, deps);
  const records =
    ids === undefined
      ? ledger.history(portalId, filter)
      : await mergedHistory(ids, (contactId) => ledger.history(portalId, { contactId, ...filter }));
  const isKnown = !target || found?.isInFiles === true;
  await deps.view.history(isKnown ? records : await requireRecords(records, args.contact ?? ''), {
    // A workflow without an id has the records of its creation only.
    detailed: ids !== undefined || (found !== undefined && found.ids.length === 0),
  });
  deps.view.log(`Read at ${reader.now()}; account ${portalId}.`);
  return ExitCode.done;
}

interface Subject {
  readonly contact?: string;
  readonly target?: { readonly kind: Kind; readonly key: string };
}

/** Returns the contact and the target that an argument names. Throws `bad-address`. */
function parseSubject(written: string): Subject {
  const [, section, key, contactId] = /^(sequences|workflows)\.([^/]+)(?:\/(\d+))?$/u.exec(written) ?? [];
  if (section !== undefined && key !== undefined) {
    const kind = section === 'sequences' ? 'sequence' : 'workflow';
    return { target: { kind, key }, ...omitUndefined({ contact: contactId }) };
  }
  if (/^\d+$/u.test(written) || written.includes('@')) return { contact: written };
  throw new Failure({
    code: 'bad-address',
    message: `${written} is neither a contact id, nor an email, nor an address of a plan.`,
    help: 'For example: rollcall history 1042, rollcall history workflows.welcome, or rollcall history without an argument.',
  });
}

type TargetFilter = NonNullable<HistoryFilter['target']> & { readonly isInFiles: boolean };

/** Returns the key and the ids of a target. One that is not in the files may still have records. */
function targetFilter(
  { kind, key }: NonNullable<Subject['target']>,
  { targets, creations = [] }: DesiredState,
): TargetFilter {
  const found = targets.filter((one) => one.kind === kind && one.key === key);
  const ids = found.flatMap(({ id, replaces }) => [id, ...(replaces === undefined ? [] : [replaces])]);
  const isNew = kind === 'workflow' && creations.some((one) => one.key === key);
  return { kind, key, ids, isInFiles: found.length > 0 || isNew };
}

/** Returns the records. Throws `no-such-target` if there are none. */
async function requireRecords(
  records: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>,
  address: string,
): Promise<readonly HistoryRecord[]> {
  const all: HistoryRecord[] = [];
  for await (const record of records) all.push(record);
  if (all.length > 0) return all;
  throw new Failure({
    code: 'no-such-target',
    message: `Neither the files nor the ledger contain the target ${address}.`,
    help: 'Copy the address from the plan, for example: rollcall history workflows.welcome',
  });
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
    help: 'Use the contact id in the address bar of HubSpot, or an email of the contact in HubSpot. A workflow or sequence is named by its address: rollcall history workflows.welcome',
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
