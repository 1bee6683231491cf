import type { Instant } from '../model/time.ts';
import type { LedgerEntry, LedgerView } from '../model/ledger/ledger-view.ts';
import type { ObservedContact } from '../model/observed-state.ts';
import { changeKey } from '../model/results/plan.ts';
import type { Plan, Rejudged } from '../model/results/plan.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import { makeCalendar } from './context/calendar.ts';
import type { Decision, Draft, Step } from './draft.ts';
import { decisionOf, keyOfDecision, replaceVerdicts } from './draft.ts';
import { judgeDeclared } from './rules/judge-declared.ts';
import { judgeUndeclared } from './rules/judge-undeclared.ts';
import type { LedgerIndex } from './context/ledger-index.ts';
import { indexLedger } from './context/ledger-index.ts';
import type { PlanInput } from './plan-input.ts';
import { archiveOf } from './steps/archive.ts';
import { creationDecisions } from './steps/create-workflows.ts';
import { dailyLimitsAsReviewed } from './steps/daily-limits.ts';
import { freeze } from './steps/freeze.ts';
import { filterAddresses } from './steps/filter-addresses.ts';
import { withSender } from './steps/pass-on.ts';
import { pause } from './steps/pause.ts';
import { oneSequenceAtATime } from './steps/one-sequence-at-a-time.ts';
import { recipientAllowlist } from './steps/recipient-allowlist.ts';
import { judgeUndo } from './steps/undo-run.ts';
import { declaredMemberContext, memberContextOf } from './context/member-context.ts';
import type { MemberContext } from './context/member-context.ts';
import type { Verdict } from './rules/verdict.ts';
import type { PlannedTarget, PlanningContext } from './context/planning-context.ts';
import { makePlanningContext } from './context/planning-context.ts';
import { changeOf } from './plan-entries.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

/** The current facts for a judgment just before a write. */
export interface RejudgeInput {
  readonly contacts: ReadonlyMap<ContactId, ObservedContact>;
  /** The active contacts of the workflows to archive, by workflow id. */
  readonly members: ReadonlyMap<TargetId, ReadonlySet<ContactId>>;
  /**
   * The ledger as of some moment of this run. An open intent makes its contact `unknown`, so the intents of the
   * requests to send must not be in it.
   */
  readonly ledger: LedgerView;
  /** Number of enrollments of this run that `ledger` does not contain yet, by the sender's user id. */
  readonly sent?: ReadonlyMap<string, number>;
  /** The same by `targetIdentityKey`. */
  readonly enrolled?: ReadonlyMap<string, number>;
  /** The current pauses. Default: those of `ledger`. */
  readonly pauses?: LedgerView['pauses'];
  /** The account's clock. Default: the time of the observation. */
  readonly now?: Instant;
}

/**
 * Returns the approved changes that still hold or have to wait, by `changeKey`. A change without an entry no longer
 * holds: its contact is not among `contacts`, or its verdict is different now.
 */
export type Rejudge = (input: RejudgeInput) => ReadonlyMap<string, Rejudged>;

/** The changes that the limits were checked for, and the enrollments that wait; both by `changeKey`. */
export interface Approved {
  readonly changes: ReadonlySet<string>;
  /** Enrollments that waited when the limits were checked, and why. They are not sent. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  /** The user id of the reviewed sender of each enrollment. Absent: the senders are chosen again. */
  readonly senders?: ReadonlyMap<string, string>;
}

type Waiting = Extract<Rejudged, { readonly waiting: string }>;

/** Returns the changes that a plan approves and the enrollments that wait. `reviewed` may come from an older plan. */
export function approvedBy(
  { changes, unchanged }: Pick<Plan, 'changes' | 'unchanged'>,
  reviewed: Plan['changes'] = changes,
): Approved {
  const waiting = unchanged.flatMap(({ status, reason, waitsFor, until, target, contact }) => {
    if (status !== 'waiting' || !contact) return [];
    const found: Waiting = { waiting: reason, ...omitUndefined({ waitsFor, until }) };
    return [[changeKey({ action: 'enroll', target, contact }), found] as const];
  });
  const senders = reviewed.flatMap((change) =>
    change.action === 'enroll' && change.senderUserId !== undefined
      ? [[changeKey(change), change.senderUserId] as const]
      : [],
  );
  return { changes: new Set(changes.map(changeKey)), waiting: new Map(waiting), senders: new Map(senders) };
}

/**
 * Returns a function that judges again. It indexes the input once, so each call costs only as much as its contacts.
 * Changes that were not approved are not returned and do not count toward the pace and the daily sender limit.
 */
export function prepareRejudge(input: PlanInput, approved: Approved): Rejudge {
  const planning = makePlanningContext(input);
  const history = latestIndex(planning);
  return ({ contacts, members, ledger, sent, enrolled, pauses = ledger.pauses, now }) => {
    const present = new Map([...contacts.values()].map((contact) => [contact.id, contact]));
    const fresh: PlanningContext = {
      ...planning,
      ledger: {
        ...ledger,
        sentToday: addCounts(ledger.sentToday, sent),
        enrolledToday: addCounts(ledger.enrolledToday, enrolled),
        pauses,
      },
      ledgerIndex: history(ledger),
      contact: (id) => present.get(id) ?? planning.contact(id),
      isReread: (id) => present.has(id),
      ...(now === undefined ? {} : { calendar: makeCalendar(now, planning.observed.account.timeZone) }),
    };
    const people = [...present.keys()].flatMap((id) => decisionsAbout(fresh, id));
    const decisions = [...people, ...archivesOf(fresh, members), ...creationDecisions(fresh)];
    const start: Draft = { planning: fresh, decisions, diagnostics: [], filtered: false };
    const judged = steps.reduce((before, step) => step(before), start);
    const draft = dailyLimitsAsReviewed(withReviewedSenders(onlyApproved(judged, approved), approved));
    return new Map([
      ...judged.decisions.flatMap((decision) => waitingWhenApproved(decision, approved)),
      ...draft.decisions.flatMap((decision) => rejudged(decision, approved)),
    ]);
  };
}

/** The steps of a plan that decide about single contacts. */
const steps: readonly Step[] = [recipientAllowlist, pause, oneSequenceAtATime, freeze, filterAddresses];

/** Drops changes that were not approved, so that they do not use the daily limits of an approved one. */
function onlyApproved(draft: Draft, { changes }: Approved): Draft {
  return {
    ...draft,
    decisions: draft.decisions.filter((decision) => {
      const key = keyOfDecision(decision);
      return key === undefined || changes.has(key);
    }),
  };
}

function withReviewedSenders(draft: Draft, { senders }: Approved): Draft {
  if (!senders || senders.size === 0) return draft;
  return replaceVerdicts(draft, (decision) =>
    withSender(decision, senders.get(keyOfDecision(decision) ?? '')),
  );
}

/** Returns an entry for an enrollment that waited when the limits were checked: it stays waiting. */
function waitingWhenApproved(decision: Decision, { waiting }: Approved): (readonly [string, Rejudged])[] {
  const key = keyOfDecision(decision);
  const found = key === undefined ? undefined : waiting.get(key);
  return key === undefined || found === undefined ? [] : [[key, found]];
}

function rejudged(decision: Decision, { changes, waiting }: Approved): (readonly [string, Rejudged])[] {
  const change = changeOf(decision);
  if (change) return [[changeKey(change), { change }]];
  if (decision.about !== 'person') return [];
  const { verdict, target, member } = decision;
  if (verdict.act !== 'keep' || verdict.status !== 'waiting') return [];
  const key = changeKey({ action: 'enroll', target, contact: { id: member.contactId ?? '' } });
  if (!changes.has(key) && !waiting.has(key)) return [];
  const { reason, waitsFor } = verdict;
  // One batch does not show whose turn comes on which day. The plan does, if the reason is the same.
  const before = waiting.get(key);
  const until = before?.waitsFor === waitsFor ? before?.until : undefined;
  return [[key, { waiting: reason, ...omitUndefined({ waitsFor, until }) }]];
}

function addCounts(
  before: ReadonlyMap<string, number>,
  added: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, number> {
  if (added.size === 0) return before;
  const counts = new Map(before);
  for (const [key, count] of added) counts.set(key, (counts.get(key) ?? 0) + count);
  return counts;
}

/** Returns the archives that still hold: no contact is in the workflow, and no open request may add one. */
function archivesOf(planning: PlanningContext, members: RejudgeInput['members']): readonly Decision[] {
  return planning.targets
    .filter(({ desired, id }) => {
      const isRetired = desired.kind === 'workflow' && desired.retired === 'archive';
      return (
        isRetired && members.get(id)?.size === 0 && !planning.ledger.entries.unproved().some(isOpenIn(id))
      );
    })
    .map(archiveOf);
}

function isOpenIn(workflow: TargetId): (entry: LedgerEntry) => boolean {
  return ({ action, state, kind, targetId }) =>
    action === 'enroll' && state === 'open' && kind === 'workflow' && targetId === workflow;
}

function decisionsAbout(planning: PlanningContext, contactId: ContactId): Decision[] {
  return [...planning.targets, ...planning.formerTargets].flatMap((target) => {
    const member = memberContextIn(planning, target, contactId);
    const verdict = judge(member);
    return verdict ? [decisionOf(member, verdict)] : [];
  });
}

/** Returns the contact as its rules need it. An undo ignores the declarations. */
function memberContextIn(
  planning: PlanningContext,
  target: PlannedTarget,
  contactId: ContactId,
): MemberContext {
  const declared = target.declarations.byContact.get(contactId);
  if (!declared || planning.input.undoRun !== undefined) return memberContextOf(planning, target, contactId);
  return declaredMemberContext(planning, target, declared);
}

function judge(member: MemberContext): Verdict | undefined {
  if (member.planning.input.undoRun !== undefined) return judgeUndo(member);
  return member.declared ? judgeDeclared(member) : judgeUndeclared(member);
}

/** Returns an index of a ledger view, and keeps the last one: many batches share one view. */
function latestIndex(planning: PlanningContext): (ledger: LedgerView) => LedgerIndex {
  let last: { readonly ledger: LedgerView; readonly index: LedgerIndex } = {
    ledger: planning.ledger,
    index: planning.ledgerIndex,
  };
  return (ledger) => {
    if (ledger !== last.ledger) {
      last = { ledger, index: indexLedger(ledger.entries, planning.observed.aliases) };
    }
    return last.index;
  };
}
