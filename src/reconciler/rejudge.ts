import type { Instant } from '../model/time.ts';
import type { LedgerEntry, LedgerView } from '../model/ledger/ledger-view.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import { changeKey } from '../model/plan.ts';
import type { Plan, Rejudged } from '../model/plan.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import { makeCalendar } from './context/calendar.ts';
import type { Decision, Draft, Step } from './draft.ts';
import { decisionOf, keyOfDecision } from './draft.ts';
import { judgeDeclared } from './rules/judge-declared.ts';
import { judgeUndeclared } from './rules/judge-undeclared.ts';
import type { LedgerIndex } from './context/ledger-index.ts';
import { indexLedger } from './context/ledger-index.ts';
import type { PlanInput } from './plan-input.ts';
import { archiveOf } from './steps/archive.ts';
import { freeze } from './steps/freeze.ts';
import { filterAddresses } from './steps/filter-addresses.ts';
import { pause } from './steps/pause.ts';
import { oneSequenceAtATime } from './steps/one-sequence-at-a-time.ts';
import { recipientAllowlist } from './steps/recipient-allowlist.ts';
import { senderDailyLimit } from './steps/sender-daily-limit.ts';
import { judgeUndo } from './steps/undo-run.ts';
import { declaredMemberContext, memberContextOf } from './context/member-context.ts';
import type { MemberContext } from './context/member-context.ts';
import type { Verdict } from './rules/verdict.ts';
import type { PlannedTarget, PlanningContext } from './context/planning-context.ts';
import { makePlanningContext } from './context/planning-context.ts';
import { changeOf } from './plan-entries.ts';

/** The input of a judgment just before writing. */
export interface RejudgeInput {
  readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
  /** The active contacts of the workflows that are to be deleted, by workflow id. */
  readonly members: ReadonlyMap<TargetId, ReadonlySet<ContactId>>;
  /**
   * Every act up to some moment of this run; an open intent among them makes its contact `unknown`, so those
   * about to be sent must not be in it.
   */
  readonly ledger: LedgerView;
  /** Enrollments of this run that `ledger` does not hold yet, by the sender's user id. */
  readonly sent?: ReadonlyMap<string, number>;
  /** The current pauses; those of `ledger` when left out. */
  readonly pauses?: LedgerView['pauses'];
  /** The account's clock; the observation's without it. */
  readonly now?: Instant;
}

/**
 * Returns what the changes approved are worth now, by `changeKey`. A change without an entry does not hold any
 * more: its contact was not given, is gone, or is judged otherwise.
 */
export type Rejudge = (seen: RejudgeInput) => ReadonlyMap<string, Rejudged>;

/** What the limits were checked for, and what waits anyway; both by `changeKey`. */
export interface Approved {
  readonly changes: ReadonlySet<string>;
  /** Enrollments whose turn had passed when the limits were checked, with the reason. They stay unsent. */
  readonly waiting: ReadonlyMap<string, string>;
}

/** Returns what a plan approves. */
export function approvedBy({ changes, unchanged }: Pick<Plan, 'changes' | 'unchanged'>): Approved {
  const waiting = unchanged.flatMap(({ status, reason, target, contact }) =>
    status === 'waiting' && contact
      ? [[changeKey({ action: 'enroll', target, contact }), reason] as const]
      : [],
  );
  return { changes: new Set(changes.map(changeKey)), waiting: new Map(waiting) };
}

/**
 * Indexes the input once; each later question costs only as much as the contacts that it names. No change
 * other than the approved ones is returned, and none takes a sender's turn.
 */
export function prepareRejudge(input: PlanInput, approved: Approved): Rejudge {
  const world = makePlanningContext(input);
  const history = latestIndex(world);
  return ({ contacts, members, ledger, sent, pauses = ledger.pauses, now }) => {
    const present = new Map([...contacts.values()].map((contact) => [contact.id, contact]));
    const fresh: PlanningContext = {
      ...world,
      ledger: { ...addSentToday(ledger, sent), pauses },
      ledgerIndex: history(ledger),
      contact: (id) => present.get(id) ?? world.contact(id),
      isReread: (id) => present.has(id),
      ...(now === undefined ? {} : { calendar: makeCalendar(now, world.observed.account.timeZone) }),
    };
    const people = [...present.keys()].flatMap((id) => decisionsAbout(fresh, id));
    const decisions = [...people, ...archivesOf(fresh, members)];
    const start: Draft = { planning: fresh, decisions, diagnostics: [], filtered: false };
    const judged = steps.reduce((before, step) => step(before), start);
    const draft = senderDailyLimit(onlyApproved(judged, approved));
    return new Map([
      ...judged.decisions.flatMap((decision) => waitingWhenApproved(decision, approved)),
      ...draft.decisions.flatMap((decision) => rejudged(decision, approved)),
    ]);
  };
}

/** The steps of a plan that decide about single contacts; `decide` passes each contact's targets in file order. */
const steps: readonly Step[] = [recipientAllowlist, freeze, pause, oneSequenceAtATime, filterAddresses];

/** A change that was not approved must not use the quota of an approved one. */
function onlyApproved(draft: Draft, { changes }: Approved): Draft {
  return {
    ...draft,
    decisions: draft.decisions.filter((decision) => {
      const key = keyOfDecision(decision);
      return key === undefined || changes.has(key);
    }),
  };
}

/** An enrollment that may be sent now, and that the limits were not checked for because it waited. */
function waitingWhenApproved(decision: Decision, { waiting }: Approved): (readonly [string, Rejudged])[] {
  const key = keyOfDecision(decision);
  const reason = key === undefined ? undefined : waiting.get(key);
  return key === undefined || reason === undefined ? [] : [[key, { waiting: reason }]];
}

function rejudged(decision: Decision, { changes, waiting }: Approved): (readonly [string, Rejudged])[] {
  const change = changeOf(decision);
  if (change) return [[changeKey(change), { change }]];
  const key = enrollKeyOf(decision);
  if (key === undefined || decision.about !== 'person') return [];
  if (!changes.has(key) && !waiting.has(key)) return [];
  const { verdict } = decision;
  return verdict.act === 'keep' && verdict.status === 'waiting' ? [[key, { waiting: verdict.reason }]] : [];
}

/** The key that an enrollment of this contact in this target has. */
function enrollKeyOf(decision: Decision): string | undefined {
  if (decision.about !== 'person' || decision.member.contactId === undefined) return undefined;
  return changeKey({
    action: 'enroll',
    target: decision.target,
    contact: { id: decision.member.contactId },
  });
}

function addSentToday(ledger: LedgerView, sent: RejudgeInput['sent']): LedgerView {
  if (!sent || sent.size === 0) return ledger;
  const sentToday = new Map(ledger.sentToday);
  for (const [sender, count] of sent) sentToday.set(sender, (sentToday.get(sender) ?? 0) + count);
  return { ...ledger, sentToday };
}

/** A deletion holds while no contact is in the workflow, and no request may have put one there. */
function archivesOf(world: PlanningContext, members: RejudgeInput['members']): readonly Decision[] {
  return world.targets
    .filter(({ desired, id }) => {
      const isRetired = desired.kind === 'workflow' && desired.retired === 'archive';
      return isRetired && members.get(id)?.size === 0 && !world.ledger.entries.some(isOpenIn(id));
    })
    .map(archiveOf);
}

function isOpenIn(workflow: TargetId): (entry: LedgerEntry) => boolean {
  return ({ action, state, kind, targetId }) =>
    action === 'enroll' && state === 'open' && kind === 'workflow' && targetId === workflow;
}

function decisionsAbout(world: PlanningContext, contactId: ContactId): Decision[] {
  return [...world.targets, ...world.goneTargets].flatMap((target) => {
    const subject = memberContextIn(world, target, contactId);
    const verdict = judge(subject);
    return verdict ? [decisionOf(subject, verdict)] : [];
  });
}

/** An undo does not ask what the files declare. */
function memberContextIn(world: PlanningContext, target: PlannedTarget, contactId: ContactId): MemberContext {
  const declared = target.declarations.byContact.get(contactId);
  if (!declared || world.input.undoRun !== undefined) return memberContextOf(world, target, contactId);
  return declaredMemberContext(world, target, declared);
}

function judge(subject: MemberContext): Verdict | undefined {
  if (subject.planning.input.undoRun !== undefined) return judgeUndo(subject);
  return subject.declared ? judgeDeclared(subject) : judgeUndeclared(subject);
}

/** One view serves many batches, so its index is made once and kept until another view comes. */
function latestIndex(world: PlanningContext): (ledger: LedgerView) => LedgerIndex {
  let last: { readonly ledger: LedgerView; readonly index: LedgerIndex } = {
    ledger: world.ledger,
    index: world.ledgerIndex,
  };
  return (ledger) => {
    if (ledger !== last.ledger) {
      last = { ledger, index: indexLedger(ledger.entries, world.observed.aliases) };
    }
    return last.index;
  };
}
