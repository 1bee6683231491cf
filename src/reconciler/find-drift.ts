import type { LedgerTarget } from '../model/ledger/ledger-view.ts';
import type { EndedEnrollment } from '../model/observed-state.ts';
import type { Drift } from '../model/plan.ts';
import { targetAddress, targetIdentityKey } from '../model/target.ts';
import { timeOf, tookEffect } from './context/ledger-index.ts';
import { activeEnrollment, latestEnded } from './context/member-context.ts';
import { mayBeEnrollmentOf } from './context/ownership.ts';
import type { PlannedTarget } from './context/planning-context.ts';
import type { Draft, PersonDecision } from './draft.ts';
import { enrollerText } from './rules/enrolled-by.ts';
import { byRunText, endText, isTargetDeleted } from './rules/reason-text.ts';

/**
 * How the account moved away from what was last applied, in target and address order. A target that
 * was never applied has no last state, so nothing in it counts.
 */
export function findDrift(draft: Draft): readonly Drift[] {
  const { planning } = draft;
  const baselines = new Map(planning.ledger.targets.map((target) => [targetIdentityKey(target), target]));
  const ofTargets = planning.targets.flatMap((target) => targetDrift(target, baselines.get(target.name)));
  // Few people have drifted, so only they are put in order.
  const drifted = draft.decisions.flatMap((decision) => {
    if (decision.about !== 'person') return [];
    const baseline = baselines.get(decision.member.target.name);
    const drift = [...unmanagedDrift(decision, baseline !== undefined), ...endedDrift(decision, baseline)];
    return drift.length === 0 ? [] : [{ order: decision.order, address: decision.address, drift }];
  });
  const ofPeople = drifted
    .toSorted((a, b) => a.order - b.order || (a.address < b.address ? -1 : 1))
    .flatMap(({ drift }) => drift);
  return [...ofTargets.filter(({ address }) => planning.selects(address)), ...ofPeople];
}

function targetDrift(target: PlannedTarget, baseline: LedgerTarget | undefined): Drift[] {
  const { desired, observed } = target;
  const { source } = desired;
  const address = targetAddress(desired);
  if (!baseline) return [];
  if (!observed || observed.status === 'missing') {
    const wanted = desired.kind === 'workflow' && desired.retired === 'archive';
    if (baseline.status === 'missing' || wanted) return [];
    const message = `The ${desired.kind} was deleted since the last apply.`;
    return [{ address, kind: 'target-deleted', message, help: deletedHelp, counts: true, source }];
  }
  if (observed.status !== 'ready' && baseline.status === 'ready') {
    const because = observed.why === undefined ? '' : ` (${observed.why})`;
    const what = observed.status === 'disabled' ? 'was turned off' : 'can no longer take contacts';
    const message = `The ${desired.kind} ${what} since the last apply${observed.status === 'disabled' ? '' : because}.`;
    return [{ address, kind: 'target-disabled', message, help: disabledHelp, counts: true, source }];
  }
  if (baseline.revision === undefined || observed.revision === undefined) return [];
  if (baseline.revision === observed.revision) return [];
  const message = `The ${desired.kind} was edited since the last apply.`;
  return [{ address, kind: 'target-edited', message, help: acceptHelp, counts: true, source }];
}

const deletedHelp = 'Remove the target from the files, or point it at another with `id` and `replaces`.';
const disabledHelp = 'Turn it on again, or remove its members from the files.';
const acceptHelp = 'Look at what it sends now. `drift --accept` or the next apply takes it as it is.';

function unmanagedDrift({ address, member, verdict, source }: PersonDecision, applied: boolean): Drift[] {
  const leftAlone = verdict.act === 'keep' && verdict.status === 'unmanaged';
  const intruder = verdict.act !== 'enroll' && isRemovedAsExclusive(member, verdict);
  if (!leftAlone && !intruder) return [];
  return [
    {
      address,
      kind: 'unmanaged',
      message: `Active, enrolled ${enrollerText(member, activeEnrollment(member)?.running ?? {})}, and not declared.`,
      help: intruder
        ? 'The target is exclusive: the next apply unenrolls the contact, unless you add a member line.'
        : 'It stays enrolled. Add a member line to manage it, or list it under `absent` to unenroll it.',
      counts: intruder && applied,
      ...(source ? { source } : {}),
    },
  ];
}

/** Whether the contact is unmanaged in an exclusive target. A declared member is wanted, suppressed or not. */
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
  // Only an undo judges contacts of a target that left the files; drift is about the targets of the files.
  if (member.target.gone) return [];
  const ended = latestEnded(member);
  if (ended?.how !== 'unexplained') return [];
  if (wasAccepted(ended, baseline)) return [];
  const own = member.history.findLast(
    (entry) => tookEffect(entry) && entry.state !== 'adopted' && mayBeEnrollmentOf(entry, ended.enrolledAt),
  );
  if (!own) return [];
  const byUs = member.history.some(
    (entry) =>
      entry.action === 'unenroll' &&
      (entry.state === 'proved' || entry.state === 'accepted') &&
      timeOf(entry) >= timeOf(own),
  );
  if (byUs) return [];
  return [
    {
      address,
      kind: 'ended-unexplained',
      message: `${capitalize(endText(member.planning, ended))}; ${byRunText(own)}.`,
      help: isTargetDeleted(member.planning, ended)
        ? `The ${ended.kind} was deleted, which ends its enrollments. A reply, a meeting, or a removal by hand before that looks the same.`
        : 'A reply, a meeting, or a removal by hand: HubSpot does not show which.',
      counts: false,
      ...(source ? { source } : {}),
    },
  ];
}

/** Returns whether a person has seen this ending and taken it as it is. */
function wasAccepted({ endedAt, enrolledAt }: EndedEnrollment, baseline: LedgerTarget | undefined): boolean {
  return baseline?.endsSeenAt !== undefined && (endedAt ?? enrolledAt ?? '') <= baseline.endsSeenAt;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
