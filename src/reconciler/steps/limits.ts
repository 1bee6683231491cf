import { targetAddress } from '../../model/target.ts';
import type { Cap } from '../../model/desired-state.ts';
import type { Diagnostic, ExceededLimit, Source } from '../../model/results/diagnostic.ts';
import type { Decision, Draft } from '../draft.ts';
import { activeEnrollment, memberContextOf } from '../context/member-context.ts';
import type { PlannedTarget, PlanningContext } from '../context/planning-context.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import { contactsByTarget, contactsIn } from './judge-members.ts';
import { enrolledToday } from './pace.ts';

/**
 * Refuses a plan with more changes than its limits allow. The changes stay in the plan for review; an error
 * diagnostic names the flag that lifts the exceeded limit. Removals of suppressed contacts have no limit. In an
 * unattended apply, `enroll` also counts the enrollments of earlier runs today.
 */
export function limits(draft: Draft): Draft {
  const members = ownedActive(draft.planning);
  const counts = countByTarget(draft.decisions);
  const refusals = kinds.flatMap((kind) => refusalsOf(kind, { draft, counts: counts[kind], members }));
  return { ...draft, diagnostics: [...draft.diagnostics, ...refusals] };
}

type LimitKind = 'enroll' | 'unenroll' | 'reenroll';

/** One apply creates one workflow, unless the files or the command line allow more: each sends its own emails later. */
export const defaultCreateLimit = 1;
const kinds: readonly LimitKind[] = ['enroll', 'unenroll', 'reenroll'];
const noun: Readonly<Record<LimitKind, string>> = {
  enroll: 'enrollment',
  unenroll: 'removal',
  reenroll: 're-enrollment',
};

/** A percentage of few contacts is too coarse: below this number, it does not limit removals. */
const percentMinimum = 10;

type Members = (target: PlannedTarget) => number;
type Counts = ReadonlyMap<PlannedTarget, number>;

function refusalsOf(
  kind: LimitKind,
  { draft, counts, members }: { readonly draft: Draft; readonly counts: Counts; readonly members: Members },
): Diagnostic[] {
  const { desired, liftedLimits, unattended } = draft.planning.input;
  const today = kind === 'enroll' && unattended ? draft.planning : undefined;
  const groups = [...counts].map(([target, count]) => ({
    target,
    count,
    earlier: today ? enrolledToday(today, target) : 0,
  }));
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const lifted = liftedLimits?.[kind];
  if (lifted !== undefined) {
    if (total <= lifted) return [];
    const message = `${planHas(kind, total)}; --max-${kind} allows ${lifted}.`;
    return [limitDiagnostic(kind, { message, total, planned: total, allowed: lifted, flagged: true })];
  }
  const shared = groups.filter(({ target }) => target.desired.limits?.[kind] === undefined);
  const fileCap = desired.limits[kind];
  const ofTargets = groups.flatMap(({ target, count, earlier }) => {
    const ownCap = target.desired.limits?.[kind];
    const cap = ownCap ?? ('percent' in fileCap ? fileCap : undefined);
    if (cap === undefined) return [];
    const source = ownCap ? target.desired.limits?.at[kind] : desired.limits.at[kind];
    return overTarget(kind, { target, count, earlier, cap, source, total, members });
  });
  const earlier = today ? earlierInFile(today, kind) : 0;
  const source = desired.limits.at[kind];
  return [...overFile(kind, { cap: fileCap, shared, earlier, total, source }), ...ofTargets];
}

/** Returns the enrollments of earlier runs today in the account, except in targets with a limit of their own. */
function earlierInFile(planning: PlanningContext, kind: LimitKind): number {
  const all = [...planning.ledger.enrolledToday.values()].reduce((sum, count) => sum + count, 0);
  const own = planning.targets.filter(({ desired }) => desired.limits?.[kind] !== undefined);
  return all - own.reduce((sum, target) => sum + enrolledToday(planning, target), 0);
}

/** Counts all kinds in one pass, because there may be a million decisions. */
function countByTarget(decisions: readonly Decision[]): Readonly<Record<LimitKind, Counts>> {
  const counts = {
    enroll: new Map<PlannedTarget, number>(),
    unenroll: new Map<PlannedTarget, number>(),
    reenroll: new Map<PlannedTarget, number>(),
  };
  for (const decision of decisions) {
    if (decision.about !== 'person' || decision.verdict.act === 'keep') continue;
    const { member, verdict } = decision;
    if (verdict.act === 'enroll') {
      add(counts.enroll, member.target);
      if (verdict.reenroll) add(counts.reenroll, member.target);
    } else if (verdict.cause !== 'suppressed') add(counts.unenroll, member.target);
  }
  return counts;
}

function add(counts: Map<PlannedTarget, number>, target: PlannedTarget): void {
  counts.set(target, (counts.get(target) ?? 0) + 1);
}

interface FileLimit {
  readonly cap: Cap;
  readonly shared: readonly { readonly count: number }[];
  readonly earlier: number;
  readonly total: number;
  readonly source: Source | undefined;
}

function overFile(kind: LimitKind, { cap, shared, earlier, total, source }: FileLimit): Diagnostic[] {
  if ('percent' in cap) return [];
  const count = shared.reduce((sum, group) => sum + group.count, 0);
  if (count === 0 || count + earlier <= cap.count) return [];
  const message = `${planHas(kind, count, earlier)}; \`limits.${kind}\` is ${cap.count}${defaultNote(source)}.`;
  return [limitDiagnostic(kind, { message, total, source, planned: count, allowed: cap.count })];
}

interface TargetLimit {
  readonly target: PlannedTarget;
  readonly count: number;
  readonly earlier: number;
  readonly cap: Cap;
  readonly source: Source | undefined;
  readonly total: number;
  readonly members: Members;
}

function overTarget(kind: LimitKind, scope: TargetLimit): Diagnostic[] {
  const { target, count, earlier, cap, source, total } = scope;
  const address = targetAddress(target.desired);
  if ('count' in cap) {
    if (count + earlier <= cap.count) return [];
    const message = `${planHas(kind, count, earlier)} in ${address}; its \`limits.${kind}\` is ${cap.count}${defaultNote(source)}.`;
    return [
      limitDiagnostic(kind, { message, total, source, target: address, planned: count, allowed: cap.count }),
    ];
  }
  const members = scope.members(target);
  if (kind === 'unenroll' && Math.max(members, count) < percentMinimum) return [];
  // Enrollments of today would raise their own limit.
  const base = kind === 'unenroll' ? members : Math.max(members - earlier, percentMinimum);
  const allowed = Math.floor((base * cap.percent) / 100);
  if (count + earlier <= allowed) return [];
  const message = `${planHas(kind, count, earlier)} in ${address}, where rollcall enrolled ${members} of the active members; \`limits.${kind}\` is ${cap.percent}%, at most ${allowed}${defaultNote(source)}.`;
  const share = { percent: cap.percent, members };
  return [limitDiagnostic(kind, { message, total, source, target: address, planned: count, allowed, share })];
}

/** A contact in two targets counts twice: a limit counts changes, not people. */
function planHas(kind: LimitKind, count: number, earlier = 0): string {
  const before = earlier === 0 ? '' : ` (after ${earlier} earlier today)`;
  return `The plan has ${count} ${noun[kind]}${count === 1 ? '' : 's'}${before}`;
}

/** Returns ` (default)` for a limit that no file sets. The diagnostic shows the line of any other limit. */
function defaultNote(source: Source | undefined): string {
  return source ? '' : ' (default)';
}

interface Refusal {
  readonly message: string;
  /** The changes of the kind in the whole plan. */
  readonly total: number;
  readonly source?: Source | undefined;
  readonly target?: string;
  readonly planned: number;
  readonly allowed: number;
  readonly flagged?: boolean;
  readonly share?: { readonly percent: number; readonly members: number };
}

export function limitDiagnostic(kind: ExceededLimit['name'], refusal: Refusal): Diagnostic {
  const { message, total, source, target, planned, allowed, flagged = false, share } = refusal;
  const flag = `--max-${kind} ${total}`;
  return {
    code: `limit-${kind}`,
    severity: 'error',
    message,
    help: `Review these changes. To allow them, raise \`limits.${kind}\` in the file; or, outside CI, add ${flag} to the command for one run.`,
    ...(source ? { source } : {}),
    limit: {
      name: kind,
      ...omitUndefined({ target }),
      planned,
      allowed,
      ...omitUndefined({ share }),
      flagged,
      flag,
    },
  };
}

/**
 * Returns a function that counts the active members of a target that rollcall enrolled, also under ids that share its
 * history: removals under these ids count as changes of the target. It indexes on first use.
 */
function ownedActive(planning: PlanningContext): Members {
  let contacts: ReturnType<typeof contactsByTarget> | undefined;
  return (target) => {
    contacts ??= contactsByTarget(planning);
    let count = 0;
    for (const contactId of contactsIn(contacts, planning.withOwnIds(target))) {
      if (activeEnrollment(memberContextOf(planning, target, contactId))?.own) count += 1;
    }
    return count;
  };
}
