import type { ExitCode } from '../model/exit-code.ts';
import type { Report } from '../model/report.ts';
import type { Tell } from '../model/run-event.ts';
import { asFailure } from './as-failure.ts';
import { version } from '../runtime/environment.ts';
import type { CliView } from './views/view.ts';

/** Does the work of a command, and tells of its beginning and its end, however it ends. */
export async function toldRun(
  run: { readonly command: string; readonly view: CliView; readonly tell: Tell },
  work: (view: CliView) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { command, view, tell } = run;
  tell({ event: 'run-started', command, version: version() });
  let result: Partial<Pick<Report, 'counts' | 'emails' | 'requests'>> = {};
  const listening: CliView = {
    ...view,
    report: (report) => {
      const { counts, emails, requests } = report;
      result = { counts, emails, requests };
      view.report(report);
    },
  };
  try {
    const exitCode = await work(listening);
    tell({ event: 'run-finished', exitCode, ...result });
    return exitCode;
  } catch (error) {
    const { exitCode, code, message } = asFailure(error);
    tell({ event: 'run-finished', exitCode, ...result, error: { code, message } });
    throw error;
  }
}
