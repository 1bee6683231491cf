import type { ObserveRequest } from '../model/account.ts';
import type { DesiredState, PersonRef, Sender } from '../model/desired-state.ts';
import { normalEmail } from '../model/email.ts';
import type { LedgerView } from '../model/ledger-view.ts';
import type { ContactId } from '../model/target.ts';
import { targetName } from '../model/target.ts';
import { ledgerTargets } from './ledger-targets.ts';
import { mayOwn } from './ownership.ts';

/**
 * Everything that a plan has to know of the account. A person may be named by address and, as the
 * ledger remembers them, by id: whoever reads should ask for the ids first, and then only for those
 * addresses that no contact has shown.
 */
export function whatToObserve(desired: DesiredState, ledger: LedgerView): ObserveRequest {
  const inFiles = new Set(desired.targets.map(targetName));
  const senders = sendersOf(desired);
  return {
    people: peopleOf(desired, ledger),
    lists: [...new Set(desired.targets.flatMap(listsOf))],
    senders: [...new Set(senders.flatMap((one) => (one === 'contact-owner' ? [] : normalEmail(one.email))))],
    owners: senders.includes('contact-owner'),
    targets: desired.targets,
    everyMember: desired.suppress.some(({ match }) => 'email' in match),
    enrolledBy: withOpenIntent(ledger),
    ledgerTargets: ledgerTargets(ledger).filter((target) => !inFiles.has(targetName(target))),
  };
}

function peopleOf(desired: DesiredState, ledger: LedgerView): readonly PersonRef[] {
  const people = new Map<string, PersonRef>();
  const add = (person: PersonRef): void => {
    if ('id' in person) {
      people.set(`id:${person.id}`, person);
      return;
    }
    people.set(`email:${normalEmail(person.email)}`, person);
    const remembered = ledger.contactOf(person.email);
    if (remembered !== undefined) people.set(`id:${remembered}`, { id: remembered });
  };
  for (const target of desired.targets) {
    for (const entry of target.members ?? []) if (entry.type === 'person') add(entry.person);
    for (const { person } of target.absent) add(person);
  }
  for (const id of perhapsInside(ledger)) add({ id });
  return [...people.values()];
}

/** Contacts whose sequence enrollment, when there is one, may be the effect of a request without a response. */
function withOpenIntent({ entries }: LedgerView): readonly ContactId[] {
  const open = entries.filter(
    ({ action, state, kind }) => action === 'enroll' && state === 'open' && kind === 'sequence',
  );
  return [...new Set(open.map(({ contactId }) => contactId))];
}

/** Contacts whom the ledger put somewhere and did not take out again, by target. */
function perhapsInside(ledger: LedgerView): ReadonlySet<string> {
  const inside = new Map<string, string>();
  const byTime = ledger.entries.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  for (const entry of byTime) {
    const key = `${targetName({ kind: entry.kind, id: entry.targetId })} ${entry.contactId}`;
    if (mayOwn(entry)) inside.set(key, entry.contactId);
    if (entry.action === 'unenroll' && entry.state === 'proved') inside.delete(key);
  }
  return new Set(inside.values());
}

function listsOf(target: DesiredState['targets'][number]): string[] {
  return (target.members ?? []).flatMap((entry) => (entry.type === 'list' ? [entry.list] : []));
}

function sendersOf(desired: DesiredState): readonly Sender[] {
  return desired.targets.flatMap((target) =>
    target.kind === 'sequence'
      ? [target.sender, ...(target.members ?? []).flatMap((entry) => entry.sender ?? [])]
      : [],
  );
}
