/** The lines of an examination, and how a failed call becomes one. */
import type { CheckArea, Check } from '../../model/examination.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';

type CheckText = Pick<Check, 'area' | 'code' | 'message' | 'source'>;

export function okCheck(text: CheckText): Check {
  return { ...text, status: 'ok' };
}

export function warningCheck(text: CheckText, help: string): Check {
  return { ...text, status: 'warning', help };
}

export function failedCheck(text: CheckText, help: string, exitCode: ExitCode): Check {
  return { ...text, status: 'failed', help, exitCode };
}

/**
 * Makes checks; a `Failure` on the way becomes the one check that tells of it. A missing scope is told
 * where scopes are, so elsewhere it is only why something could not be looked at.
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
        warningCheck({ area, code: 'not-checked', message: `${subject}: not looked at` }, missingScopeHelp),
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

const missingScopeHelp = 'Give the token the scope that is missing (see the scopes), then run doctor again.';
