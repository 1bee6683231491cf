import { addressOf } from '../model/address.ts';
import { collect } from '../model/collect.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { HistoryRecord } from '../model/ledger.ts';
import type { LedgerDeps } from './deps.ts';
import { openTheLedger } from './ledger-line.ts';
import type { LedgerArgs } from './ledger-line.ts';
import { withLease } from './with-lease.ts';

export interface ResolveArgs extends LedgerArgs {
  readonly address: string;
  /** What a person saw in HubSpot. */
  readonly enrolled: boolean;
}

/**
 * Settles an unknown outcome by a person's word: enrolled, and the declaration is satisfied; not
 * enrolled, and a later apply may send it.
 */
export async function resolve(args: ResolveArgs, deps: LedgerDeps): Promise<ExitCode> {
  const opened = await openTheLedger(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = opened;
  return withLease({ ledger, portalId, deps }, async (lease) => {
    const contactId = args.address.split('/').at(-1) ?? '';
    const records = await collect(ledger.history(portalId, { contactId }));
    const unknown = records.filter((record) => isUnknown(record, args.address));
    if (unknown.length === 0) throw nothingUnknown(args.address, records);
    const state = args.enrolled ? 'proved' : 'refused';
    const evidence = `resolved by ${deps.run.actor}: ${args.enrolled ? 'enrolled' : 'not enrolled'}`;
    await lease.settle(unknown.map(({ id }) => ({ intent: id, state, at: reader.now(), evidence })));
    await deps.view.history(await collect(ledger.history(portalId, { contactId })));
    deps.view.say(
      args.enrolled
        ? `${args.address} counts as enrolled: nothing more is sent for it.`
        : `${args.address} counts as not enrolled: the next apply may enroll it.`,
    );
    return ExitCode.done;
  });
}

function isUnknown(record: HistoryRecord, address: string): boolean {
  const { kind, targetKey: key, contactId } = record;
  return (
    record.action === 'enroll' &&
    record.state === 'open' &&
    contactId !== undefined &&
    addressOf({ kind, key }, contactId) === address
  );
}

function nothingUnknown(address: string, records: readonly HistoryRecord[]): Failure {
  const states = [...new Set(records.map((record) => record.state))].join(', ');
  return new Failure({
    code: 'nothing-unknown',
    message:
      records.length === 0
        ? `The ledger holds nothing about ${address}.`
        : `Nothing about ${address} is unknown: ${records.length === 1 ? 'its one record is' : `its ${records.length} records are`} ${states}.`,
    help: 'Write the address as plan shows it, for example sequences.q4-outbound/1042; `rollcall history` lists all.',
  });
}
