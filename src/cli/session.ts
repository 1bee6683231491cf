import type { AcceptDeps } from '../commands/drift.ts';
import type { LedgerAdminDeps, ReadDeps, SurveyDeps, WriteDeps } from '../commands/deps.ts';
import type { ForgetDeps } from '../commands/forget.ts';
import type { ResolveDeps } from '../commands/resolve.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Tell } from '../model/run-event.ts';
import { inCi } from '../runtime/environment.ts';
import { type ConnectionFlags, wire } from './dependencies.ts';
import { toldRun } from './emit-run-events.ts';
import type { RunFlags } from './flags.ts';
import { listenForSignals, type Signals } from './interrupt.ts';
import { keepExitCode } from './print.ts';
import { progressOn } from './progress.ts';
import { annotated } from './views/annotations.ts';
import { type CliView, viewFor } from './views/view.ts';

/** One run of one command: the edges, opened when they are asked for and closed at the end. */
export interface Session {
  readonly view: CliView;
  /** Prints a result that is text already. */
  readonly out: (text: string) => void;
  readonly say: (line: string) => void;
  /** From now on Ctrl-C asks for an orderly end. */
  readonly signals: () => Signals;
  readonly readDeps: (flags?: ConnectionFlags) => ReadDeps;
  readonly surveyDeps: (flags: ConnectionFlags) => SurveyDeps;
  readonly ledgerDeps: (flags: ConnectionFlags) => Promise<AcceptDeps & ForgetDeps & ResolveDeps>;
  /** For commands that need no token. */
  readonly adminDeps: (flags?: ConnectionFlags) => Promise<LedgerAdminDeps>;
  readonly writeDeps: (flags: ConnectionFlags) => Promise<WriteDeps>;
}

/** Does the work of a command; whatever it throws becomes a message and an exit code. */
export async function inSession(
  globals: RunFlags,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const closing: (() => Promise<void>)[] = [];
  const quiet = globals.format === 'json' || globals.logLevel === 'quiet';
  const line = await progressOn(process.stderr, { quiet, plain: inCi(process.env) });
  const shown = await viewFor(globals, line.say);
  const view = sending(annotated(shown, { env: process.env, cwd: process.cwd(), say: line.command }));
  const sessionOf = (seen: CliView, tell?: Tell): Session => ({
    view: seen,
    out: (text) => void process.stdout.write(text),
    say: line.say,
    signals: () => listenForSignals(line.say),
    ...wire({ view: seen, line, tell, onEnd: (close) => void closing.push(close) }),
  });
  try {
    if (globals.events === undefined) return await work(sessionOf(view));
    const { openEventFile } = await import('./emit-run-events.ts');
    const { tell, close } = openEventFile(globals.events, line.say);
    closing.push(async () => close());
    const command = String(globals._[0]);
    return await toldRun({ command, view, tell }, (listening) => work(sessionOf(listening, tell)));
  } catch (error) {
    line.stop();
    view.failure(error);
    return error instanceof Failure ? error.exitCode : ExitCode.error;
  } finally {
    line.stop();
    for (const close of closing.toReversed()) await close();
  }
}

/** An apply that had something to send ends with the code of its outcome, even if its report cannot be printed. */
function sending(view: CliView): CliView {
  return {
    ...view,
    report: (report) => {
      if (report.counts.planned > 0) keepExitCode();
      view.report(report);
    },
  };
}
