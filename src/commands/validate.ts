import { type Diagnostic, hasErrors } from '../model/results/diagnostic.ts';
import type { CheckArea, Check } from '../model/results/examination.ts';
import { ExitCode } from '../model/exit-code.ts';
import type { ReadDeps, AccountDeps } from './deps.ts';
import { examineAccount, exitCodeOfChecks } from './doctor.ts';
import { type PipelineOptions, loadFiles } from './pipeline.ts';

/** Checks the files offline and shows every problem. Returns 0, or 3 if there is an error. */
export async function validate(
  args: Pick<PipelineOptions, 'paths' | 'dialect'>,
  deps: ReadDeps,
): Promise<ExitCode> {
  const validation = await loadFiles({ ...args, today: deps.today() }, deps);
  deps.view.validation(validation);
  return hasErrors(validation.diagnostics) ? ExitCode.invalidConfiguration : ExitCode.done;
}

/**
 * Checks the files, then ids, senders, scopes and lists against the account. Shows every problem and returns 3, or
 * 4 for a problem of the token. Does not read the account if the files have errors.
 */
export async function validateOnline(
  args: Pick<PipelineOptions, 'paths' | 'dialect'>,
  deps: AccountDeps,
): Promise<ExitCode> {
  const validation = await loadFiles(args, deps);
  const { desired } = validation;
  if (!desired || hasErrors(validation.diagnostics)) {
    deps.view.validation(validation);
    return ExitCode.invalidConfiguration;
  }
  const { checks } = await examineAccount(desired, deps);
  const diagnostics = [...validation.diagnostics, ...checks.flatMap(diagnosticOf)];
  deps.view.validation({ ...validation, diagnostics });
  return exitCodeOfChecks(checks);
}

/** The areas that the files configure. `doctor` reports warnings of the other areas. */
const configuredAreas: readonly CheckArea[] = ['senders', 'sequences', 'workflows', 'lists'];

function diagnosticOf(check: Check): readonly Diagnostic[] {
  if (check.status === 'ok') return [];
  const { area, status, code, message, help, source } = check;
  if (status === 'warning' && !configuredAreas.includes(area)) return [];
  const severity = status === 'failed' ? 'error' : 'warning';
  return [
    {
      code,
      severity,
      message: /[.!?]$/u.test(message) ? message : `${message}.`,
      help,
      ...(source ? { source } : {}),
    },
  ];
}
