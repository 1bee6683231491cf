import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { count } from '../model/text/count.ts';
import { formatPlace } from '../render/view/format.ts';

/** The files of a call have errors, so there is no result. */
export class InvalidFiles extends Failure {
  readonly diagnostics: readonly Diagnostic[];

  constructor(all: readonly Diagnostic[] = []) {
    const diagnostics = all.filter(({ severity }) => severity === 'error');
    super({
      exitCode: ExitCode.invalidConfiguration,
      code: 'invalid-configuration',
      message: `The configuration has ${count(diagnostics.length, 'error')}.`,
      help: 'Fix each error. `validate` also lists warnings and advice.',
    });
    this.diagnostics = diagnostics;
  }
}

/** Returns one line for each problem, with its place and its fix. */
export function problemLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, severity, message, help, source }) => {
    const place = source ? `${formatPlace(source)}: ` : '';
    return `${severity}[${code}] ${place}${message} ${help}`;
  });
}
