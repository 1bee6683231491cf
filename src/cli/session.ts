import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { EmitRunEvent } from '../model/run-event.ts';
import { inCi } from '../runtime/environment.ts';
import { createDependencies, type Dependencies } from './dependencies.ts';
import { emitRunEvents } from './emit-run-events.ts';
import type { RunFlags } from './flags.ts';
import { listenForSignals, type Signals } from './interrupt.ts';
import { keepExitCode } from './print.ts';
import { createProgressLine } from './progress.ts';
import { withAnnotations } from './views/annotations.ts';
import { loadView } from './views/load-view.ts';
import type { CliView } from './views/view.ts';

/** One run of one command: the edges, opened when they are asked for and closed at the end. */
export interface Session extends Dependencies {
  readonly view: CliView;
  /** Prints a result that is text already. */
  readonly print: (text: string) => void;
  readonly log: (line: string) => void;
  /** From now on Ctrl-C asks for an orderly end. */
  readonly signals: () => Signals;
}

/** Does the work of a command; whatever it throws becomes a message and an exit code. */
export async function runInSession(
  globals: RunFlags,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const closing: (() => Promise<void>)[] = [];
  const quiet = globals.format === 'json' || globals.logLevel === 'quiet';
  const line = await createProgressLine(process.stderr, { quiet, plain: inCi(process.env) });
  const shown = await loadView(globals, line.log);
  const view = keepOutcomeExitCode(
    withAnnotations(shown, { env: process.env, cwd: process.cwd(), say: line.workflowCommand }),
  );
  const sessionOf = (seen: CliView, tell?: EmitRunEvent): Session => ({
    view: seen,
    print: (text) => void process.stdout.write(text),
    log: line.log,
    signals: () => listenForSignals(line.log),
    ...createDependencies({
      view: seen,
      progressLine: line,
      emit: tell,
      registerClose: (close) => void closing.push(close),
    }),
  });
  try {
    if (globals.events === undefined) return await work(sessionOf(view));
    const { openEventFile } = await import('./emit-run-events.ts');
    const { emit, close } = openEventFile(globals.events, line.log);
    closing.push(async () => close());
    const command = String(globals._[0]);
    return await emitRunEvents({ command, view, tell: emit }, (listening) =>
      work(sessionOf(listening, emit)),
    );
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
function keepOutcomeExitCode(view: CliView): CliView {
  return {
    ...view,
    report: (report) => {
      if (report.counts.planned > 0) keepExitCode();
      view.report(report);
    },
  };
}
