import { canonicalJson } from '../../model/digest.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { instantOf } from '../../model/time.ts';
import type { Instant } from '../../model/time.ts';
import { declarationKey } from '../../model/ledger/ledger.ts';
import type { Ledger, PlanUse } from '../../model/ledger/ledger.ts';
import { isContactChange, type Change, type Plan } from '../../model/results/plan.ts';
import type { FailureCode } from '../../model/results/problem-codes.ts';
import { sealedDigest } from '../../reconciler/digests.ts';
import type { PipelineOptions } from '../pipeline.ts';

/** Throws a `Failure` with exit code 4 if a plan is for another account than that of the token. */
export function checkPlanAccount(saved: Plan, portalId: number): void {
  if (saved.portalId === portalId) return;
  throw new Failure({
    exitCode: ExitCode.account,
    code: 'plan-other-account',
    message: `Plan ${saved.planId} is for account ${saved.portalId}, but the token belongs to account ${portalId}.`,
    help: 'Apply it with a token of its account, or plan again for this one.',
  });
}

/**
 * Throws a `Failure` with exit code 8 if a flag differs from the one that the plan was made with. A flag that is not
 * given counts only with `exact`: no user is asked for approval then, or sees the flags of the plan.
 */
export function checkFlags(
  saved: Plan,
  given: PipelineOptions,
  { exact }: { readonly exact: boolean },
): void {
  const { liftedLimits, only, exclude, undoRun } = given;
  const flags = [
    ['--only', only, only.length > 0, saved.only],
    ['--exclude', exclude, exclude.length > 0, saved.exclude],
    ['--undo-run', undoRun, undoRun !== undefined, saved.undoRun],
    ['--max-…', liftedLimits, Object.keys(liftedLimits).length > 0, saved.liftedLimits],
  ] as const;
  const different = flags.filter(
    ([, current, isGiven, planned]) =>
      (exact || isGiven) && canonicalJson(current ?? null) !== canonicalJson(planned ?? null),
  );
  if (different.length > 0) {
    throw otherFlags(
      saved,
      different.map(([flag, , , planned]) => describeFlag(flag, planned)),
    );
  }
  if (given.dialect !== undefined && given.dialect !== saved.dialect) throw otherDialect(saved);
}

function otherDialect(saved: Plan): Failure {
  return otherFlags(saved, [`--dialect ${saved.dialect}`]);
}

function otherFlags(saved: Plan, flags: readonly string[]): Failure {
  return stalePlanFailure('plan-other-flags', {
    message: `Plan ${saved.planId} was made with other flags: ${flags.join(', ')}.`,
    help: 'Give exactly these flags if they were reviewed. Otherwise plan again and review that plan.',
  });
}

function describeFlag(flag: string, planned: unknown): string {
  const text = canonicalJson(planned ?? null);
  return ['null', '[]', '{}'].includes(text) ? `no ${flag}` : `${flag} ${text}`;
}

/**
 * Returns the changes of a saved plan that no run has attempted yet. Throws a `Failure` with exit code 8 if the
 * plan belongs to another ledger, was altered, was applied or has expired, or if its files changed.
 */
export function checkSavedPlan(
  saved: Plan,
  now: {
    readonly desired: DesiredState;
    readonly portalId: number;
    readonly at: Instant;
    readonly use: PlanUse;
    readonly ledger: Pick<Ledger, 'ledgerId' | 'seal'>;
  },
): readonly Change[] {
  checkPlanAccount(saved, now.portalId);
  checkSeal(saved, now.ledger);
  const changed = changedFiles(saved, now.desired);
  if (changed.length > 0) {
    throw stalePlanFailure('plan-files-changed', {
      message: `Since plan ${saved.planId} was made, ${changed.join(', ')} changed${describeChangedCount(changed, saved)}.`,
      help: 'Plan again and review that plan.',
    });
  }
  if (saved.dialect !== now.desired.dialect) throw otherDialect(saved);
  if (saved.configHash !== now.desired.configHash) {
    throw stalePlanFailure('plan-configuration-changed', {
      message: `The configuration differs from that of plan ${saved.planId}, although its files did not change.`,
      help: 'Plan again and review that plan.',
    });
  }
  if (now.at >= saved.expiresAt) {
    throw stalePlanFailure('plan-expired', {
      message: `Plan ${saved.planId} expired at ${saved.expiresAt}; the time of the account is ${now.at}.`,
      help: 'Plan again, or set a longer `expires` in the file.',
    });
  }
  const remaining = saved.changes.filter((change) => !now.use.attempted.has(declarationKeyOf(change)));
  if (saved.changes.length > 0 && remaining.length === 0) {
    throw stalePlanFailure('plan-used', {
      message: `Plan ${saved.planId} was already applied: ${saved.changes.length === 1 ? 'its only change was' : `all of its ${saved.changes.length} changes were`} attempted.`,
      help: 'Plan again to see the remaining changes.',
    });
  }
  return remaining;
}

/** Throws unless the seal of this ledger covers the plan: then it is the plan that was reviewed. */
function checkSeal(saved: Plan, ledger: Pick<Ledger, 'ledgerId' | 'seal'>): void {
  if (saved.ledgerId !== undefined && saved.ledgerId !== ledger.ledgerId) {
    throw stalePlanFailure('plan-other-ledger', {
      message: `Plan ${saved.planId} was made with ledger ${shortId(saved.ledgerId)}, but this run uses ledger ${ledger.ledgerId}.`,
      help: 'Apply it with that ledger (`ledger:` in the file, or ROLLCALL_LEDGER), or plan again.',
    });
  }
  if (saved.seal === undefined || saved.ledgerId === undefined) {
    throw stalePlanFailure('plan-unsealed', {
      message: `Plan ${saved.planId} has no seal: it was made without a ledger, or with a ledger of an older format.`,
      help: 'Plan again with this ledger. The next apply from the files brings an older ledger up to date.',
    });
  }
  if (saved.seal !== ledger.seal(sealedDigest(saved))) {
    throw stalePlanFailure('plan-tampered', {
      message: `The seal of plan ${saved.planId} does not match its content: the plan was altered after it was made.`,
      help: 'Plan again and review that plan. A saved plan is applied as it was reviewed or not at all.',
    });
  }
}

/** Returns a quoted, shortened id: in an altered file it may be any text. */
function shortId(text: unknown): string {
  return JSON.stringify(String(text).slice(0, 40));
}

/** Throws a `Failure` with exit code 8 if the plan is not the one that `--expect` names. */
export function checkExpected(plan: Plan, expected: string | undefined): void {
  if (expected === undefined || expected === plan.planId) return;
  throw stalePlanFailure('plan-unexpected', {
    message: `The plan is ${plan.planId}, but --expect names ${expected}: the files, the account or the ledger changed since the review (planned at ${instantOf(Date.parse(plan.createdAt))}).`,
    help: 'Review the new plan, then pass its id to --expect.',
  });
}

/** Returns the key under which the ledger stores the intent of a change. */
function declarationKeyOf(change: Change): string {
  const contact = isContactChange(change) ? { contactId: change.contact.id } : {};
  const since = isContactChange(change) && change.since !== undefined ? { since: change.since } : {};
  const { kind, id: targetId } = change.target;
  return declarationKey({ kind, targetId, ...contact, ...since });
}

/** Returns the number of changed files for the message; empty if all files changed. */
function describeChangedCount(changed: readonly string[], { files }: Plan): string {
  return changed.length === files.length ? '' : ` (${changed.length} of its ${files.length} files)`;
}

function changedFiles(saved: Plan, desired: DesiredState): readonly string[] {
  const now = new Map(desired.files.map((file) => [file.path, file.sha256]));
  return saved.files.filter((file) => now.get(file.path) !== file.sha256).map((file) => file.path);
}

function stalePlanFailure(
  code: FailureCode,
  problem: { readonly message: string; readonly help: string },
): Failure {
  return new Failure({ exitCode: ExitCode.stalePlan, code, ...problem });
}
