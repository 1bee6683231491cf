import type { Address } from '../model/address.ts';
import type { Instant } from '../model/instant.ts';
import type { LedgerView } from '../model/ledger-view.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import type { Change } from '../model/plan.ts';
import type { ContactId } from '../model/target.ts';
import { makeCalendar } from './calendar.ts';
import type { Decision, Draft } from './draft.ts';
import { decisionOf } from './draft.ts';
import { judgeDeclared } from './judge-declared.ts';
import { judgeUndeclared } from './judge-undeclared.ts';
import type { LedgerIndex } from './ledger-index.ts';
import { indexLedger } from './ledger-index.ts';
import type { PlanInput } from './plan-input.ts';
import { freeze } from './steps/freeze.ts';
import { narrow } from './steps/narrow.ts';
import { pause } from './steps/pause.ts';
import { oneSequenceAtATime } from './steps/one-sequence-at-a-time.ts';
import { rehearsal } from './steps/rehearsal.ts';
import { senderDay } from './steps/sender-day.ts';
import { judgeUndo } from './steps/undo-run.ts';
import { declaredSubject, subjectOf } from './subject.ts';
import type { Subject } from './subject.ts';
import type { Verdict } from './verdict.ts';
import type { World } from './world.ts';
import { makeWorld } from './world.ts';
import { changeOf } from './write-plan.ts';

/**
 * What would now be done for the contacts given and nobody else. A planned change still holds when it
 * is among the answers with the same action. Contacts that were not given, as those that are gone, have
 * no change.
 *
 * `ledger` must know every act of the run so far but the intents about to be sent: an intent without
 * an answer makes its address unknown. `now` is the account's clock; the observation's without it.
 */
export type Rejudge = (
  contacts: ReadonlyMap<ContactId, ObservedContact>,
  ledger: LedgerView,
  now?: Instant,
) => ReadonlyMap<Address, Change>;

/** Indexes the input once; each later question costs only as much as the contacts that it names. */
export function prepareRejudge(input: PlanInput): Rejudge {
  const world = makeWorld(input);
  const history = latestIndex(world);
  return (contacts, ledger, now) => {
    const present = new Map([...contacts.values()].map((contact) => [contact.id, contact]));
    const fresh: World = {
      ...world,
      ledger,
      history: history(ledger),
      contact: (id) => present.get(id) ?? world.contact(id),
      isFresh: (id) => present.has(id),
      ...(now === undefined ? {} : { calendar: makeCalendar(now, world.observed.account.timeZone) }),
    };
    const decisions = [...present.keys()].flatMap((id) => decide(fresh, id));
    const start: Draft = { world: fresh, decisions, diagnostics: [], narrowed: false };
    const draft = steps.reduce((before, step) => step(before), start);
    const changes = draft.decisions.flatMap((decision) => changeOf(decision) ?? []);
    return new Map(changes.map((change) => [change.address, change]));
  };
}

/** The steps of a plan that decide about people; `decide` hands each person's targets over in file order. */
const steps = [rehearsal, freeze, pause, oneSequenceAtATime, narrow, senderDay];

function decide(world: World, contactId: ContactId): Decision[] {
  return [...world.targets, ...world.goneTargets].flatMap((target) => {
    const declared = target.declarations.byContact.get(contactId);
    const subject = declared ? declaredSubject(world, target, declared) : subjectOf(world, target, contactId);
    const verdict = judge(subject);
    return verdict ? [decisionOf(subject, verdict)] : [];
  });
}

function judge(subject: Subject): Verdict | undefined {
  if (subject.world.input.undoRun !== undefined) return judgeUndo(subject);
  return subject.declared ? judgeDeclared(subject) : judgeUndeclared(subject);
}

/** One view serves many batches, so its index is made once and kept until another view comes. */
function latestIndex(world: World): (ledger: LedgerView) => LedgerIndex {
  let last: { readonly ledger: LedgerView; readonly index: LedgerIndex } = {
    ledger: world.ledger,
    index: world.history,
  };
  return (ledger) => {
    if (ledger !== last.ledger) {
      last = { ledger, index: indexLedger(ledger.entries, world.observed.aliases) };
    }
    return last.index;
  };
}
