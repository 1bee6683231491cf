import type { Argv } from 'yargs';
import type { ExitCode } from '../../model/exit-code.ts';
import type { GlobalFlags, RunFlags } from '../flags.ts';
import type { Session } from '../session.ts';

/** Turns the work of a command into a handler of the parser: one session, one exit code. */
export type MakeHandler = <Args extends RunFlags>(
  work: (args: Args, session: Session) => Promise<ExitCode>,
) => (args: Args) => Promise<void>;

/** Adds one command to the parser. What the command needs is loaded when it runs. */
export type Verb = (parser: Argv<GlobalFlags>, act: MakeHandler) => Argv<GlobalFlags>;

/** Columns that the parser leaves a help line, less the command's name and the mark of a comment. */
const availableColumns = 78 - '  rollcall   # '.length;

/**
 * Examples for the help of a command: lines to paste, each with what it is for as a shell comment. The
 * comments stand in a column; one that does not fit stands under its line.
 */
export function exampleLines(rows: readonly (readonly [command: string, why: string])[]): [string, string][] {
  const fitting = rows.filter((row) => row.join('').length <= availableColumns);
  const width = Math.max(0, ...fitting.map(([command]) => command.length));
  return rows.map(([command, why]) => [
    Math.max(width, command.length) + why.length <= availableColumns
      ? `$0 ${command.padEnd(width)}  # ${why}`
      : `$0 ${command}\n  # ${why}`,
    '',
  ]);
}
