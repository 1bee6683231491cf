import type { Argv } from 'yargs';
import type { ExitCode } from '../../model/exit-code.ts';
import type { GlobalFlags, RunFlags } from '../flags.ts';
import type { Session } from '../session.ts';

/** Returns a parser handler for the work of a command. It ends the parser; the work runs later, in a session. */
export type MakeHandler = <Args extends RunFlags>(
  work: (args: Args, session: Session) => Promise<ExitCode>,
) => (args: Args) => void;

/** Adds a command to the parser. The modules of the command are loaded when it runs. */
export type Verb = (parser: Argv<GlobalFlags>, act: MakeHandler) => Argv<GlobalFlags>;

/** The columns of an example line without `rollcall` and the `#` of the comment. */
const availableColumns = 78 - '  rollcall   # '.length;

/**
 * Returns the examples for the help of a command: shell lines with their descriptions as comments. The comments are
 * aligned; a comment that does not fit is on its own line below the command.
 */
export function exampleLines(
  rows: readonly (readonly [command: string, description: string])[],
): [string, string][] {
  const fitting = rows.filter((row) => row.join('').length <= availableColumns);
  const width = Math.max(0, ...fitting.map(([command]) => command.length));
  return rows.map(([command, description]) => [
    Math.max(width, command.length) + description.length <= availableColumns
      ? `$0 ${command.padEnd(width)}  # ${description}`
      : `$0 ${command}\n  # ${description}`,
    '',
  ]);
}
