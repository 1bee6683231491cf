/** The lines of an examination, and how a failed call becomes one. */
import type { CheckArea, Check } from '../../model/examination.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';

type CheckText = Pick<Check, 'area' | 'code' | 'message' | 'source'>;

export function okCheck(said: CheckText): Check {
  return { ...said, status: 'ok' };
}

export function warningCheck(said: CheckText, help: string): Check {
  return { ...said, status: 'warning', help };
}

export function failedCheck(said: CheckText, help: string, exitCode: ExitCode): Check {
  return { ...said, status: 'failed', help, exitCode };
}

/**
 * Makes checks; a `Failure` on the way becomes the one check that tells of it. A missing scope is told
 * where scopes are, so elsewhere it is only why something could not be looked at.
 */
export async function reportFailures(
  area: CheckArea,
  what: string,
  look: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'scope-missing') {
      return [
        warningCheck({ area, code: 'not-looked-at', message: `${what}: not looked at` }, missingScopeHelp),
      ];
    }
    return [
      failedCheck(
        { area, code: error.code, message: `${what}: ${error.message}` },
        error.help,
        error.exitCode,
      ),
    ];
  }
}

const missingScopeHelp = 'Give the token the scope that is missing (see the scopes), then run doctor again.';
