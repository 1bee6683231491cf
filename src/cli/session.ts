import type { AcceptDeps } from '../commands/accept.ts';
import type { LedgerDeps, ReadDeps, WriteDeps } from '../commands/deps.ts';
import type { SurveyDeps } from '../commands/survey-deps.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { annotated } from './annotations.ts';
import { inCi } from './environment.ts';
import { listenForSignals } from './interrupt.ts';
import type { Signals } from './interrupt.ts';
import type { Globals } from './options.ts';
import { progressOn } from './progress.ts';
import { viewFor } from './view.ts';
import type { CliView } from './view.ts';
import { wire } from './wire.ts';
import type { ConnectionFlags } from './wire.ts';

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
  readonly ledgerDeps: (flags: ConnectionFlags) => Promise<LedgerDeps>;
  readonly acceptDeps: (flags: ConnectionFlags) => Promise<AcceptDeps>;
  readonly writeDeps: (flags: ConnectionFlags) => Promise<WriteDeps>;
}

/** Does the work of a command; whatever it throws becomes a message and an exit code. */
export async function inSession(
  globals: Globals,
  work: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const closing: (() => Promise<void>)[] = [];
  const quiet = globals.format === 'json' || globals.logLevel === 'quiet';
  const line = progressOn(process.stderr, { quiet, plain: inCi(process.env) });
  const shown = await viewFor(globals, line.say);
  const view = annotated(shown, { env: process.env, cwd: process.cwd(), say: line.say });
  const session: Session = {
    view,
    out: (text) => void process.stdout.write(text),
    say: line.say,
    signals: () => listenForSignals(line.say),
    ...wire({ view, line, onEnd: (close) => void closing.push(close) }),
  };
  try {
    return await work(session);
  } catch (error) {
    line.stop();
    view.failure(error);
    return error instanceof Failure ? error.exitCode : ExitCode.error;
  } finally {
    line.stop();
    for (const close of closing.toReversed()) await close();
  }
}
