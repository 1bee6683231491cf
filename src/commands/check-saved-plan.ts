import type { DesiredState } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { instantOf } from '../model/instant.ts';
import type { Instant } from '../model/instant.ts';
import { declarationName } from '../model/ledger.ts';
import type { PlanUse } from '../model/ledger.ts';
import type { Change, Plan } from '../model/plan.ts';

/**
 * The changes of a saved plan that may still be tried. Throws a `Failure` (8, or 4 for another
 * account) for a plan that is used up, over its time, or no longer about the same files.
 */
export function checkSavedPlan(
  saved: Plan,
  now: {
    readonly desired: DesiredState;
    readonly portalId: number;
    readonly at: Instant;
    readonly use: PlanUse;
  },
): readonly Change[] {
  if (saved.portalId !== now.portalId) {
    throw new Failure({
      exitCode: ExitCode.account,
      code: 'plan-other-account',
      message: `Plan ${saved.planId} is for account ${saved.portalId}, and the token opens account ${now.portalId}.`,
      help: 'Apply it with a token of its account, or plan again for this one.',
    });
  }
  const changed = changedFiles(saved, now.desired);
  if (changed.length > 0) {
    throw stale('plan-files-changed', {
      message: `Since plan ${saved.planId} was made, ${changed.join(', ')} changed${ofAll(changed, saved)}.`,
      help: 'Plan again and review that plan.',
    });
  }
  if (saved.configHash !== now.desired.configHash) {
    throw stale('plan-configuration-changed', {
      message: `The files mean something else than when plan ${saved.planId} was made.`,
      help: 'Plan again and review that plan.',
    });
  }
  if (now.at >= saved.expiresAt) {
    throw stale('plan-expired', {
      message: `Plan ${saved.planId} was good until ${saved.expiresAt}, and the account's clock says ${now.at}.`,
      help: 'Plan again, or set a longer `expires` in the file.',
    });
  }
  const left = saved.changes.filter((change) => !now.use.attempted.has(nameOf(change)));
  if (saved.changes.length > 0 && left.length === 0) {
    throw stale('plan-used', {
      message: `Plan ${saved.planId} was applied: ${saved.changes.length === 1 ? 'its one change' : `each of its ${saved.changes.length} changes`} was tried once.`,
      help: 'Plan again to see what is left to do.',
    });
  }
  return left;
}

/** Refuses any plan but the one that was reviewed. */
export function checkExpected(plan: Plan, expected: string | undefined): void {
  if (expected === undefined || expected === plan.planId) return;
  throw stale('plan-unexpected', {
    message: `The plan is ${plan.planId}, and --expect asked for ${expected}: files, account or ledger moved since the review (planned at ${instantOf(Date.parse(plan.createdAt))}).`,
    help: 'Review the new plan, then expect its id.',
  });
}

/** The same name as the ledger gives to the intent of a change. */
function nameOf(change: Change): string {
  const contact = change.action === 'archive' ? {} : { contactId: change.contact.id };
  const since = change.action === 'archive' || change.since === undefined ? {} : { since: change.since };
  const { kind, id: targetId } = change.target;
  return declarationName({ kind, targetId, ...contact, ...since });
}

/** Says how many files did not change, where there are such. */
function ofAll(changed: readonly string[], { files }: Plan): string {
  return changed.length === files.length ? '' : ` (${changed.length} of its ${files.length} files)`;
}

function changedFiles(saved: Plan, desired: DesiredState): readonly string[] {
  const now = new Map(desired.files.map((file) => [file.path, file.sha256]));
  return saved.files.filter((file) => now.get(file.path) !== file.sha256).map((file) => file.path);
}

function stale(code: string, problem: { readonly message: string; readonly help: string }): Failure {
  return new Failure({ exitCode: ExitCode.stalePlan, code, ...problem });
}
