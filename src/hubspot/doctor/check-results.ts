/** Constructors of the checks that `doctor` prints, and the conversion of a `Failure` to a check. */
import type { CheckArea, Check } from '../../model/results/examination.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';

type CheckText = Pick<Check, 'area' | 'code' | 'message' | 'source'>;

export function okCheck(text: CheckText): Check {
  return { ...text, status: 'ok' };
}

export function warningCheck(text: CheckText, help: string): Check {
  return { ...withoutStop(text), status: 'warning', help };
}

export function failedCheck(text: CheckText, help: string, exitCode: ExitCode): Check {
  return { ...withoutStop(text), status: 'failed', help, exitCode };
}

/** The message of a check has no full stop; that of a `Failure`, which it may quote, has one. */
function withoutStop(text: CheckText): CheckText {
  return { ...text, message: text.message.replace(/(?<!\.)\.$/u, '') };
}

/**
 * Runs `check` and returns its checks, or one failed check if it throws a `Failure`. A missing scope is only a
 * warning here: `checkScopes` reports it as failed.
 */
export async function reportFailures(
  area: CheckArea,
  subject: string,
  check: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'scope-missing') {
      return [
        warningCheck({ area, code: 'not-checked', message: `${subject}: not checked` }, missingScopeHelp),
      ];
    }
    return [
      failedCheck(
        { area, code: error.code, message: `${subject}: ${error.message}` },
        error.help,
        error.exitCode,
      ),
    ];
  }
}

const missingScopeHelp =
  'Add the missing scope to the token (see the scopes above), then run `rollcall doctor` again.';
