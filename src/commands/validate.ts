import { hasErrors } from '../model/diagnostic.ts';
import { ExitCode } from '../model/exit-code.ts';
import type { ReadDeps } from './deps.ts';
import { load } from './pipeline.ts';
import type { LineArgs } from './pipeline.ts';

/** Checks all that can be known offline: 0, or 3 with every problem shown. */
export async function validate(args: Pick<LineArgs, 'paths' | 'dialect'>, deps: ReadDeps): Promise<ExitCode> {
  const validation = await load({ ...args, today: deps.today() }, deps);
  deps.view.validation(validation);
  return hasErrors(validation.diagnostics) ? ExitCode.invalidConfiguration : ExitCode.done;
}
