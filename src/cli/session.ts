import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { EmitRunEvent } from '../model/results/run-event.ts';
import { inCi } from '../runtime/environment.ts';
import { createDependencies, type Dependencies } from './dependencies.ts';
import type { RunFlags } from './flags.ts';
import { listenForSignals, type Signals } from './interrupt.ts';
import { keepExitCode } from './print.ts';
import { createProgressLine } from './progress.ts';
import { withAnnotations } from './views/annotations.ts';
import { loadView } from './views/load-view.ts';
import type { CliView } from './views/view.ts';

/** One run of one command. Opens adapters on demand and closes them at the end. */
export interface Session extends Dependencies {
  readonly view: CliView;
  /** Writes text to stdout without escaping. */
  readonly print: (text: string) => void;
  readonly log: (line: string) => void;
  /** Starts handling signals: the first Ctrl-C requests an orderly end. */
  readonly signals: () => Signals;
}

/** Runs the work of a command. Turns a thrown error into a message and an exit code. */
export async function runInSession(
  globals: RunFlags,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const closing: (() => Promise<void>)[] = [];
  const quiet = globals.format === 'json' || globals.logLevel === 'quiet';
  const line = await createProgressLine(process.stderr, { quiet, plain: inCi(process.env) });
  const formatView = await loadView(globals, line.log);
  const view = keepOutcomeExitCode(
    withAnnotations(formatView, { env: process.env, cwd: process.cwd(), log: line.workflowCommand }),
  );
  const createSession = (sessionView: CliView, emit?: EmitRunEvent): Session => ({
    view: sessionView,
    print: (text) => void process.stdout.write(text),
    log: line.log,
    signals: () => listenForSignals(line.log),
    ...createDependencies({
      view: sessionView,
      progressLine: line,
      emit,
      registerClose: (close) => void closing.push(close),
    }),
  });
  try {
    if (globals.events === undefined) return await work(createSession(view));
    const { emitRunEvents, openEventFile } = await import('./emit-run-events.ts');
    const { emit, close } = openEventFile(globals.events, line.log);
    closing.push(async () => close());
    const command = String(globals._[0]);
    return await emitRunEvents({ command, view, emit }, (recordingView) =>
      work(createSession(recordingView, emit)),
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

/** Returns a view that keeps the exit code of an apply with changes, even if its report cannot be printed. */
function keepOutcomeExitCode(view: CliView): CliView {
  return {
    ...view,
    report: (report, shown) => {
      if (report.counts.planned > 0) keepExitCode();
      view.report(report, shown);
    },
  };
}
