import type { DesiredState } from '../../model/desired-state.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { toFailure } from '../../model/failure.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { Notice } from '../../model/results/notice.ts';
import { countForReview, type Plan } from '../../model/results/plan.ts';
import type { Report } from '../../model/results/report.ts';
import type { ReadDeps, View } from '../deps.ts';

/** The results that a command showed. */
interface Shown {
  plan?: Plan;
  report?: Report;
  drift?: NonNullable<Notice['drift']>;
}

/**
 * Runs a command and then sends a notice of its result, also if it failed. Only `notify` in the files turns this on. A
 * notice that cannot be sent is a warning: it never changes the result.
 */
export async function withNotice<Deps extends ReadDeps>(
  command: Notice['command'],
  { desired, deps }: { readonly desired: DesiredState; readonly deps: Deps },
  run: (deps: Deps) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { notify: variable, portal } = desired;
  const { postNotice, view } = deps;
  if (variable === undefined || !postNotice) return run(deps);
  const shown: Shown = {};
  const send = async (result: Pick<Notice, 'exitCode' | 'error'>): Promise<void> => {
    const notice = noticeOf(command, { ...result, shown, desired });
    const problem = await postNotice({ variable, isSimulated: portal === 'simulated', notice });
    if (problem !== undefined) view.log(`warning: No notification was sent: ${problem}.`);
  };
  try {
    const exitCode = await run({ ...deps, view: keepingResults(view, shown) });
    await send({ exitCode });
    return exitCode;
  } catch (error) {
    const { exitCode, code } = toFailure(error);
    await send({ exitCode, error: code });
    throw error;
  }
}

/** Returns a view that keeps the results that pass through it. */
function keepingResults<Shows extends View>(view: Shows, shown: Shown): Shows {
  return {
    ...view,
    plan: (plan, options) => {
      shown.plan = plan;
      view.plan(plan, options);
    },
    proposal: (plan, options) => {
      shown.plan = plan;
      view.proposal(plan, options);
    },
    drift: (plan, options) => {
      const counted = plan.drift.filter(({ counts }) => counts || options.strict).length;
      shown.plan = plan;
      shown.drift = { counted, listed: plan.drift.length - counted };
      view.drift(plan, options);
    },
    report: (report, options) => {
      shown.report = report;
      view.report(report, options);
    },
  };
}

function noticeOf(
  command: Notice['command'],
  from: Pick<Notice, 'exitCode' | 'error'> & { readonly shown: Shown; readonly desired: DesiredState },
): Notice {
  const { exitCode, error, desired } = from;
  const { plan, report, drift } = from.shown;
  const portalId = plan?.portalId ?? (desired.portal === 'simulated' ? undefined : desired.portal);
  return {
    command,
    ...omitUndefined({ portalId }),
    exitCode,
    ...omitUndefined({ error, planId: plan?.planId, run: report?.run, counts: report?.counts }),
    ...(report && plan ? { left: leftOf(plan) } : {}),
    ...omitUndefined({ drift }),
  };
}

function leftOf(plan: Plan): NonNullable<Notice['left']> {
  const { waiting, blocked, unknown, manual } = plan.summary;
  const forReview = countForReview(plan) || undefined;
  return { waiting, blocked, unknown, manual, ...omitUndefined({ forReview }) };
}
