import type { Argv } from 'yargs';
import type { ExitCode } from '../../model/exit-code.ts';
import type { GlobalFlags, RunFlags } from '../flags.ts';
import type { Session } from '../session.ts';

/** Turns the work of a command into a handler of the parser: one session, one exit code. */
export type Act = <Args extends RunFlags>(
  work: (args: Args, session: Session) => Promise<ExitCode>,
) => (args: Args) => Promise<void>;

/** Adds one command to the parser. What the command needs is loaded when it runs. */
export type Verb = (parser: Argv<GlobalFlags>, act: Act) => Argv<GlobalFlags>;
