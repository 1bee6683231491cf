import type { LedgerTarget } from '../model/ledger/ledger-view.ts';
import type { EndedEnrollment } from '../model/observed-state.ts';
import type { Drift } from '../model/results/plan.ts';
import { targetAddress } from '../model/target.ts';
import type { Instant } from '../model/time.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import { timeOf } from '../model/ledger/ledger-entries.ts';
import { tookEffect } from './context/ledger-index.ts';
import { activeEnrollment, latestEnded } from './context/member-context.ts';
import { mayBeEnrollmentOf } from './context/ownership.ts';
import type { PlannedTarget } from './context/planning-context.ts';
import { isGone, isRecent, workflowOf } from './context/creations.ts';
import { editOf, editOfCreated, type LastReview, lastReviews } from './edited-targets.ts';
import { changeContact, type Draft, type PersonDecision } from './draft.ts';
import { enrollerText } from './rules/enrolled-by.ts';
import { byRunText, endText, isTargetDeleted } from './rules/reason-text.ts';

/**
 * Returns the differences between HubSpot and the last applied state, in target and address order. A target that
 * was never applied has no last state, so its drift does not count.
 */
export function findDrift(draft: Draft): readonly Drift[] {
  const { planning } = draft;
  const reviewOf = lastReviews(planning);
  const ofTargets = planning.targets.flatMap((target) => targetDrift(target, reviewOf(target)));
  // Few contacts have drifted, so only these are sorted.
  const drifted = draft.decisions.flatMap((decision) => {
    if (decision.about !== 'person') return [];
    const { baseline } = reviewOf(decision.member.target);
    const drift = [...unmanagedDrift(decision, baseline !== undefined), ...endedDrift(decision, baseline)];
    return drift.length === 0 ? [] : [{ order: decision.order, address: decision.address, drift }];
  });
  const ofPeople = drifted
    .toSorted((a, b) => a.order - b.order || (a.address < b.address ? -1 : 1))
    .flatMap(({ drift }) => drift);
  const ofAll = [...ofTargets, ...createdDrift(planning)];
  return [...ofAll.filter(({ address }) => planning.selects(address)), ...ofPeople];
}

/** Returns the differences of workflows that rollcall created, and that have no id in the files yet. */
function createdDrift({ input, calendar }: Draft['planning']): readonly Drift[] {
  const { desired, observed, ledger } = input;
  return (desired.creations ?? []).flatMap((creation): readonly Drift[] => {
    const { key, definition, source } = creation;
    const known = ledger.creations.find((one) => one.key === key);
    const workflow = known && workflowOf(known, creation, input);
    if (!known || !workflow) return [];
    const { id } = workflow;
    const found = { address: targetAddress({ kind: 'workflow', key }), counts: true, source } as const;
    if (known.id !== undefined && isGone(known.id, observed)) {
      if (isRecent(known, calendar.now)) return [];
      const message = `Workflow ${id}, which has no \`id\` in the files yet, was deleted.`;
      const help = `To let the next apply create it again: rollcall resolve workflows.${key} --not-created`;
      return [{ ...found, kind: 'target-deleted', message, help }];
    }
    const edit = editOfCreated(creation, input);
    if (!edit) return [];
    const message = `Workflow ${id}, which has no \`id\` in the files yet, differs from ${definition}.`;
    const help = 'Edit it in HubSpot, or add its `id` and pull it. `rollcall plan` names both ways.';
    return [{ ...found, kind: 'target-edited', message, help, edit }];
  });
}

function targetDrift(target: PlannedTarget, reviewed: LastReview): Drift[] {
  const { desired, observed } = target;
  const { baseline } = reviewed;
  const { source } = desired;
  const address = targetAddress(desired);
  const edited = editOf(target, reviewed);
  const edit: Drift[] = edited ? [{ address, kind: 'target-edited', ...edited, counts: true, source }] : [];
  if (!baseline) return edit;
  if (!observed || observed.status === 'missing') {
    const wanted = desired.kind === 'workflow' && desired.retired === 'archive';
    if (baseline.status === 'missing' || wanted) return [];
    const message = `The ${desired.kind} was deleted since the last apply.`;
    return [{ address, kind: 'target-deleted', message, help: deletedHelp, counts: true, source }];
  }
  if (observed.status !== 'ready' && baseline.status === 'ready') {
    const because = observed.why === undefined ? '' : ` (${observed.why})`;
    const change = observed.status === 'disabled' ? 'was turned off' : 'can no longer enroll contacts';
    const message = `The ${desired.kind} ${change} since the last apply${observed.status === 'disabled' ? '' : because}.`;
    // Turning it off also changes the revision. Only a known difference is also an edit.
    return [
      { address, kind: 'target-disabled', message, help: disabledHelp, counts: true, source },
      ...edit.filter((one) => one.edit !== undefined),
    ];
  }
  return edit;
}

const deletedHelp = 'Remove the target from the files, or set `id` to another one and `replaces` to this id.';
const disabledHelp = 'Turn it on again, or remove its members from the files.';

function unmanagedDrift({ address, member, verdict, source }: PersonDecision, isApplied: boolean): Drift[] {
  const isUnmanaged = verdict.act === 'keep' && verdict.status === 'unmanaged';
  const isRemoved = verdict.act !== 'enroll' && isRemovedAsExclusive(member, verdict);
  if (!isUnmanaged && !isRemoved) return [];
  const running = activeEnrollment(member)?.running;
  const isCounted = isApplied && member.planning.input.desired.drift?.unmanaged === true;
  return [
    {
      address,
      kind: 'unmanaged',
      message: `Active, enrolled ${enrollerText(member, running ?? {})}, and not declared.`,
      help: isRemoved ? exclusiveHelp : `${unmanagedHelp}${isCounted ? countedHelp : ''}`,
      counts: isCounted || (isRemoved && isApplied),
      ...contactAndTime(member, running?.enrolledAt),
      ...(source ? { source } : {}),
    },
  ];
}

function contactAndTime(
  { contactId, contact }: PersonDecision['member'],
  at: Instant | undefined,
): Pick<Drift, 'contact' | 'at'> {
  return {
    ...(contactId === undefined ? {} : { contact: changeContact(contactId, contact) }),
    ...omitUndefined({ at }),
  };
}

const exclusiveHelp =
  'The target is exclusive: the next apply unenrolls the contact, unless you add a member line.';
const unmanagedHelp =
  'It stays enrolled. Add a member line to manage it, or list it under `absent` to unenroll it.';
const countedHelp = ' The files count it as drift (`drift: { unmanaged: true }`).';

/** Returns whether the contact is unmanaged in an exclusive target. A declared member is managed, even if suppressed. */
function isRemovedAsExclusive(
  { target, declared }: PersonDecision['member'],
  verdict: PersonDecision['verdict'],
): boolean {
  if (verdict.act === 'enroll' || declared || !target.desired.exclusive) return false;
  if (verdict.cause === 'exclusive') return true;
  return verdict.act === 'unenroll' && verdict.cause === 'suppressed' && !verdict.owned;
}

function endedDrift(
  { address, member, source }: PersonDecision,
  baseline: LedgerTarget | undefined,
): Drift[] {
  // Drift covers only targets in the files. The draft may also hold decisions about targets that left them.
  if (member.target.isFormer) return [];
  const ended = latestEnded(member);
  if (ended?.how !== 'unexplained') return [];
  if (wasAccepted(ended, baseline)) return [];
  const own = member.history.findLast(
    (entry) => tookEffect(entry) && entry.state !== 'adopted' && mayBeEnrollmentOf(entry, ended.enrolledAt),
  );
  if (!own) return [];
  const unenrolledByRollcall = member.history.some(
    (entry) =>
      entry.action === 'unenroll' &&
      (entry.state === 'proved' || entry.state === 'accepted') &&
      timeOf(entry) >= timeOf(own),
  );
  if (unenrolledByRollcall) return [];
  return [
    {
      address,
      kind: 'ended-unexplained',
      message: `${capitalize(endText(member.planning, ended))}; ${byRunText(own)}.`,
      help: isTargetDeleted(member.planning, ended)
        ? `The ${ended.kind} was deleted, which ends its enrollments. A reply, a meeting, or a removal by hand before that looks the same.`
        : 'A reply, a meeting, or a removal by hand: HubSpot does not show which.',
      counts: false,
      ...contactAndTime(member, ended.endedAt),
      ...(source ? { source } : {}),
    },
  ];
}

/** Returns whether the baseline accepts this end: it is no later than the last accepted one. */
function wasAccepted({ endedAt, enrolledAt }: EndedEnrollment, baseline: LedgerTarget | undefined): boolean {
  return baseline?.endsSeenAt !== undefined && (endedAt ?? enrolledAt ?? '') <= baseline.endsSeenAt;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
