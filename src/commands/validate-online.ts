import type { Diagnostic } from '../model/diagnostic.ts';
import { hasErrors } from '../model/diagnostic.ts';
import type { Area, Check } from '../model/examination.ts';
import { ExitCode } from '../model/exit-code.ts';
import { exitCodeOf } from './doctor.ts';
import { examine } from './examine.ts';
import { load } from './pipeline.ts';
import type { LineArgs } from './pipeline.ts';
import type { SurveyDeps } from './survey-deps.ts';

/**
 * Checks the files, then ids, senders, scopes and lists against the account: 3 with every problem shown,
 * 4 when the token is the problem. Files that are wrong by themselves are not taken to the account.
 */
export async function validateOnline(
  args: Pick<LineArgs, 'paths' | 'dialect'>,
  deps: SurveyDeps,
): Promise<ExitCode> {
  const validation = await load(args, deps);
  const { desired } = validation;
  if (!desired || hasErrors(validation.diagnostics)) {
    deps.view.validation(validation);
    return ExitCode.invalidConfiguration;
  }
  const { checks } = await examine(desired, deps);
  const diagnostics = [...validation.diagnostics, ...checks.flatMap(diagnosticOf)];
  deps.view.validation({ ...validation, diagnostics });
  return exitCodeOf(checks);
}

/** What the files name; the rest of the account is for doctor. */
const named: readonly Area[] = ['senders', 'sequences', 'workflows', 'lists'];

function diagnosticOf(check: Check): readonly Diagnostic[] {
  if (check.status === 'ok') return [];
  const { area, status, code, message, help, source } = check;
  if (status === 'warning' && !named.includes(area)) return [];
  const severity = status === 'failed' ? 'error' : 'warning';
  return [{ code, severity, message: `${message}.`, help, ...(source ? { source } : {}) }];
}
