/** Compares the plan of an account with that of its snapshot, which must be equal but for names. */
import type { Plan } from '../../model/results/plan.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** Returns one line for each entry that only one of the plans has: address, decision, sender and day. */
export function planDifferences(
  account: Plan,
  snapshot: Plan,
  names: Pick<Pseudonyms, 'address'>,
): readonly string[] {
  const left = new Map<string, number>();
  const count = (line: string, by: number): void => void left.set(line, (left.get(line) ?? 0) + by);
  for (const line of linesOf(account, names.address)) count(line, 1);
  for (const line of linesOf(snapshot, (email) => email)) count(line, -1);
  return [...left].flatMap(([line, amount]) =>
    amount === 0 ? [] : [`${amount > 0 ? 'account' : 'snapshot'}: ${line}`],
  );
}

function* linesOf({ changes, unchanged }: Plan, address: (email: string) => string): Iterable<string> {
  for (const change of changes) {
    const sender = change.action === 'enroll' ? change.sender : undefined;
    const by = sender === undefined ? '' : ` by ${address(sender)}`;
    const again = change.action === 'enroll' && change.reenroll ? ' again' : '';
    yield `${withoutEmail(change.address)} ${change.action}${again}${by}`;
  }
  for (const { address: place, status, waitsFor, until, endedAs } of unchanged)
    yield [withoutEmail(place), status, waitsFor, until, endedAs].filter(Boolean).join(' ');
}

/** An entry of a contact that the account does not have is named by its masked address. */
function withoutEmail(address: string): string {
  return address.replace(/\/[^/]*@[^/]*$/u, '/?');
}
