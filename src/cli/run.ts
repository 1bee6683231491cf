import yargs from 'yargs';
import type { Argv } from 'yargs';
import { ExitCode } from '../model/exit-code.ts';
import { version } from './environment.ts';
import { globalOptions } from './options.ts';
import type { GlobalFlags } from './options.ts';
import { applyVerb } from './verbs/apply.ts';
import { driftVerb } from './verbs/drift.ts';
import { historyVerb } from './verbs/history.ts';
import { planVerb } from './verbs/plan.ts';
import { resolveVerb } from './verbs/resolve.ts';
import { schemaVerb } from './verbs/schema.ts';
import { showVerb } from './verbs/show.ts';
import { simulatorVerb } from './verbs/simulator.ts';
import { unlockVerb } from './verbs/unlock.ts';
import { validateVerb } from './verbs/validate.ts';
import type { Act, Verb } from './verbs/verb.ts';

const verbs: readonly Verb[] = [
  validateVerb,
  planVerb,
  showVerb,
  applyVerb,
  driftVerb,
  historyVerb,
  resolveVerb,
  unlockVerb,
  schemaVerb,
  simulatorVerb,
];

/**
 * Runs one command line and returns its exit code. Everything but the argument parser is loaded when
 * a command needs it: `--version` should not pay for a database.
 */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.done;
  const act: Act = (work) => async (args) => {
    const { inSession } = await import('./session.ts');
    exitCode = await inSession(args, (session) => work(args, session));
  };
  const base = yargs()
    .scriptName('rollcall')
    .usage('$0 <command>\n\nEnrollments as code for HubSpot.')
    .options(globalOptions)
    .version(version())
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command. A good first one: rollcall plan')
    .wrap(Math.min(100, process.stdout.columns ?? 80))
    .alias('h', 'help')
    .exitProcess(false)
    .fail((message: string | undefined, error: Error | undefined) => {
      // Only a throw keeps the parser from running the command all the same.
      throw error ?? new UsageError(message ?? 'That command line makes no sense.');
    });
  const parser = verbs.reduce<Argv<GlobalFlags>>((on, verb) => verb(on, act), base);
  try {
    await parser.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\nSee: rollcall --help\n`);
    return ExitCode.error;
  }
  return exitCode;
}

/** A command line that names no command of ours, or a flag that it does not have. */
class UsageError extends Error {}
