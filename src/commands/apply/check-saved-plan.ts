import { canonicalJson } from '../../model/digest.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import { instantOf } from '../../model/time.ts';
import type { Instant } from '../../model/time.ts';
import { declarationKey } from '../../model/ledger/ledger.ts';
import type { Ledger, PlanUse } from '../../model/ledger/ledger.ts';
import type { Change, Plan } from '../../model/plan.ts';
import type { FailureCode } from '../../model/problem-codes.ts';
import { sealedDigest } from '../../reconciler/digests.ts';
import type { PipelineOptions } from '../pipeline.ts';

/** Throws a `Failure` with exit code 4 for a plan of another account than the token opens. */
export function checkPlanAccount(saved: Plan, portalId: number): void {
  if (saved.portalId === portalId) return;
  throw new Failure({
    exitCode: ExitCode.account,
    code: 'plan-other-account',
    message: `Plan ${saved.planId} is for account ${saved.portalId}, and the token opens account ${portalId}.`,
    help: 'Apply it with a token of its account, or plan again for this one.',
  });
}

/** Throws a `Failure` with exit code 8 where a flag asks for something else than the plan was made with. */
export function checkFlags(saved: Plan, given: PipelineOptions): void {
  const { senderDay, ...raise } = given.raise;
  const lifted = senderDay === undefined ? raise : { ...raise, perSenderPerDay: senderDay };
  const flags = [
    ['--dialect', given.dialect, saved.dialect],
    ['--only', given.only.length > 0 ? given.only : undefined, saved.only],
    ['--exclude', given.exclude.length > 0 ? given.exclude : undefined, saved.exclude],
    ['--undo-run', given.undoRun, saved.undoRun],
    ['--max-…', Object.keys(lifted).length > 0 ? lifted : undefined, saved.liftedLimits],
  ] as const;
  const other = flags.filter(
    ([, asked, planned]) => asked !== undefined && canonicalJson(asked) !== canonicalJson(planned),
  );
  if (other.length === 0) return;
  throw stalePlanFailure('plan-other-flags', {
    message: `Plan ${saved.planId} was made with other flags: ${other.map(([flag, , planned]) => describeFlag(flag, planned)).join(', ')}.`,
    help: 'Leave these flags out, or plan again with them and review that plan.',
  });
}

function describeFlag(flag: string, planned: unknown): string {
  const text = canonicalJson(planned ?? null);
  return ['null', '[]', '{}'].includes(text) ? `no ${flag}` : `${flag} ${text}`;
}

/**
 * Returns the changes of a saved plan that may still be tried. Throws a `Failure` with exit code 8 for a plan
 * of another ledger, one that was altered, used up or has expired, or whose files changed.
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
  if (saved.configHash !== now.desired.configHash) {
    throw stalePlanFailure('plan-configuration-changed', {
      message: `The files mean something else than when plan ${saved.planId} was made.`,
      help: 'Plan again and review that plan.',
    });
  }
  if (now.at >= saved.expiresAt) {
    throw stalePlanFailure('plan-expired', {
      message: `Plan ${saved.planId} was good until ${saved.expiresAt}, and the account's clock says ${now.at}.`,
      help: 'Plan again, or set a longer `expires` in the file.',
    });
  }
  const left = saved.changes.filter((change) => !now.use.attempted.has(declarationKeyOf(change)));
  if (saved.changes.length > 0 && left.length === 0) {
    throw stalePlanFailure('plan-used', {
      message: `Plan ${saved.planId} was applied: ${saved.changes.length === 1 ? 'its one change' : `each of its ${saved.changes.length} changes`} was tried once.`,
      help: 'Plan again to see what is left to do.',
    });
  }
  return left;
}

/** The seal covers every byte that means something, so a plan that passes is the one that was reviewed. */
function checkSeal(saved: Plan, ledger: Pick<Ledger, 'ledgerId' | 'seal'>): void {
  if (saved.ledgerId !== undefined && saved.ledgerId !== ledger.ledgerId) {
    throw stalePlanFailure('plan-other-ledger', {
      message: `Plan ${saved.planId} was made with ledger ${shortId(saved.ledgerId)}, and this run uses ledger ${ledger.ledgerId}.`,
      help: 'Apply it with the ledger that it was made with (`ledger:` in the file, or ROLLCALL_LEDGER), or plan again.',
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

/** An id in a file may be any text. */
function shortId(text: unknown): string {
  return JSON.stringify(String(text).slice(0, 40));
}

/** Refuses any plan but the one that was reviewed. */
export function checkExpected(plan: Plan, expected: string | undefined): void {
  if (expected === undefined || expected === plan.planId) return;
  throw stalePlanFailure('plan-unexpected', {
    message: `The plan is ${plan.planId}, and --expect asked for ${expected}: files, account or ledger moved since the review (planned at ${instantOf(Date.parse(plan.createdAt))}).`,
    help: 'Review the new plan, then expect its id.',
  });
}

/** The same name as the ledger gives to the intent of a change. */
function declarationKeyOf(change: Change): string {
  const contact = change.action === 'archive' ? {} : { contactId: change.contact.id };
  const since = change.action === 'archive' || change.since === undefined ? {} : { since: change.since };
  const { kind, id: targetId } = change.target;
  return declarationKey({ kind, targetId, ...contact, ...since });
}

/** Says how many files did not change, where there are such. */
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
