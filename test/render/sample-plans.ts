/**
 * Real plans for tests of the renderers, and plans with changed parts of real plans. All emails in them are masked.
 */
import type { Source } from '../../src/model/results/diagnostic.ts';
import type {
  Change,
  ChangeTarget,
  Drift,
  EnrollChange,
  Unchanged,
  UnchangedStatus,
  Plan,
  PlanSummary,
} from '../../src/model/results/plan.ts';
import type { UnenrollChange } from '../../src/model/results/plan.ts';
import { summarize } from '../../src/reconciler/plan-summary.ts';
import { realPlan } from './real/real-documents.ts';

const small = realPlan('small/plan');
const mixed = realPlan('mixed/plan');

export const outbound = targetOf('sequences.q4-outbound');
export const onboarding = targetOf('workflows.onboarding');

function targetOf(address: string): ChangeTarget {
  return required(small.changes.find((change) => change.address.startsWith(`${address}/`))).target;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a golden plan has no such entry');
  return value;
}

const realEnroll = required(
  small.changes.find((change): change is EnrollChange => change.action === 'enroll'),
);
const realUnenroll = required(
  mixed.changes.find((change): change is UnenrollChange => change.action === 'unenroll'),
);

export function at(line: number, file = 'enrollments.yaml'): Source {
  return { file, line, column: 7 };
}

type EnrollExtras = Partial<EnrollChange> & { readonly line: number };

/** Returns a real enrollment with another contact and line. Its emails and sender are those of sequence 5510021. */
export function enroll(id: string, email: string, extras: EnrollExtras): EnrollChange {
  const { line, target = outbound, ...rest } = extras;
  const { sender: _sender, senderUserId: _user, emails: _emails, emailDays: _days, ...other } = realEnroll;
  return {
    ...(target.kind === 'sequence' ? realEnroll : other),
    address: `${target.kind}s.${target.key}/${id}`,
    contact: { id, email },
    target,
    source: at(line),
    ...rest,
  };
}

type UnenrollExtras = Partial<UnenrollChange> & { readonly line: number };

/** Returns a real unenrollment with another contact and line. */
export function unenroll(id: string, email: string, extras: UnenrollExtras): UnenrollChange {
  const { line, target = outbound, ...rest } = extras;
  return {
    ...realUnenroll,
    address: `${target.kind}s.${target.key}/${id}`,
    contact: { id, email },
    target,
    source: at(line),
    ...rest,
  };
}

type UnchangedExtras = Partial<Unchanged> & { readonly line: number; readonly reason: string };

export function unchanged(
  status: UnchangedStatus,
  contact: readonly [id: string, email: string],
  extras: UnchangedExtras,
): Unchanged {
  const { line, target = outbound, ...rest } = extras;
  return {
    address: `${target.kind}s.${target.key}/${contact[0]}`,
    status,
    contact: { id: contact[0], email: contact[1] },
    target,
    source: at(line),
    ...rest,
  };
}

type PlanParts = Partial<Omit<Plan, 'changes' | 'unchanged'>> & {
  readonly changes?: readonly Change[];
  readonly unchanged?: readonly Unchanged[];
};

/** Returns the real plan after an apply with other entries, and a summary that is counted from them. */
export function samplePlan(parts: PlanParts = {}): Plan {
  const changes = parts.changes ?? [];
  const unchangedEntries = parts.unchanged ?? [];
  const summary = { ...summarize(changes, unchangedEntries, new Map()), requests: changes.length + 2 };
  const { context: _context, ...real } = realPlan('empty/plan');
  return {
    ...real,
    complete: summary.waiting + summary.unknown + summary.manual === 0,
    applyable: changes.length > 0,
    drift: [],
    diagnostics: [],
    summary,
    ...parts,
    changes,
    unchanged: unchangedEntries,
  };
}

/** No changes: 26 contacts are active. */
export const emptyPlan = realPlan('empty/plan');

/** No changes: all enrollments ended. */
export const quietPlan = realPlan('empty/ended');

/** Every action and almost every status. */
export const mixedPlan = mixed;

/** A plan made with every flag that changes a plan. */
export const flaggedPlan: Plan = {
  ...mixed,
  dialect: 'guide',
  undoRun: 3,
  only: ['sequences.q4-*', 'workflows.*'],
  exclude: ['sequences.renewals'],
  liftedLimits: { enroll: 60, unenroll: 40, reenroll: 2, perSenderPerDay: 300 },
  context: {
    ...(mixed.context ?? { uiDomain: '', timeZone: 'UTC', senders: [] }),
    fileLimits: { enroll: '50', unenroll: '25%', reenroll: '0', perSenderPerDay: '200' },
  },
};

const refused = realPlan('refused/plan');

/** A refused plan that also unenrolls contacts and deletes a workflow. */
export const dangerousPlan: Plan = {
  ...refused,
  changes: [...refused.changes, ...mixed.changes],
  unchanged: [...refused.unchanged, ...mixed.unchanged],
  diagnostics: [...refused.diagnostics, ...mixed.diagnostics],
  drift: mixed.drift,
  summary: sumOf(refused.summary, mixed.summary),
};

function sumOf(one: PlanSummary, other: PlanSummary): PlanSummary {
  const amounts = Object.entries(one).map(([name, amount]) => [
    name,
    Number(amount) + Number(other[name as keyof PlanSummary]),
  ]);
  return { ...one, ...(Object.fromEntries(amounts) as Partial<PlanSummary>) };
}

export const erroredPlan = realPlan('invalid/plan');

/** Edited and disabled targets, and contacts that were enrolled and unenrolled by hand. */
export const driftPlan = realPlan('drift/plan');

/** More members enrolled by someone else than a list shows, and one with long names. */
export const longDriftPlan = samplePlan({
  drift: Array.from({ length: 30 }, (_, index): Drift => {
    const address =
      index === 3 ? `workflows.${'onboarding-of-customers-'.repeat(2)}in-germany` : 'workflows.onboarding';
    return {
      address: `${address}/${1_100 + index}`,
      kind: 'unmanaged',
      message: 'Active, enrolled by someone else, and not declared.',
      help: 'It stays enrolled. Add a member line to manage it, or list it under `absent` to unenroll it.',
      counts: false,
      contact: { id: `${1_100 + index}`, email: 'q•••@northwind.example' },
      at: '2026-11-01T14:12:00.000Z',
      source: at(39),
    };
  }),
});

/** 100,000 enrollments in two targets. */
export function bigPlan(): Plan {
  return samplePlan({
    changes: Array.from({ length: 100_000 }, (_, index) =>
      enroll(`${1_000_000 + index}`, 'q•••@northwind.example', {
        line: index + 1,
        target: index % 2 === 0 ? outbound : onboarding,
      }),
    ),
  });
}
