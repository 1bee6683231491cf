import yargs from 'yargs';
import { ExitCode } from '../model/exit-code.ts';
import { globalOptions } from './options.ts';
import { applyVerb } from './verbs/apply.ts';
import { driftVerb } from './verbs/drift.ts';
import { planVerb } from './verbs/plan.ts';
import { schemaVerb } from './verbs/schema.ts';
import { showVerb } from './verbs/show.ts';
import { simulatorVerb } from './verbs/simulator.ts';
import { validateVerb } from './verbs/validate.ts';
import type { Act, Verb } from './verbs/verb.ts';

const verbs: readonly Verb[] = [
  validateVerb,
  planVerb,
  showVerb,
  applyVerb,
  driftVerb,
  schemaVerb,
  simulatorVerb,
];

/**
 * Runs one command line and returns its exit code. Everything but the argument parser is loaded when
 * a command needs it: `--version` should not pay for a database.
 */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  if (argv.includes('--version')) {
    const { version } = await import('./environment.ts');
    process.stdout.write(`${await version()}\n`);
    return ExitCode.done;
  }
  let exitCode: ExitCode = ExitCode.done;
  const act: Act = (work) => async (args) => {
    const { inSession } = await import('./session.ts');
    exitCode = await inSession(args, (session) => work(args, session));
  };
  const base = yargs()
    .scriptName('rollcall')
    .usage('$0 <command>\n\nEnrollments as code for HubSpot.')
    .options(globalOptions)
    .option('version', { type: 'boolean', describe: 'Print the version' })
    .version(false)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'Name a command. A good first one: rollcall plan')
    .wrap(Math.min(100, process.stdout.columns ?? 80))
    .alias('h', 'help')
    .exitProcess(false)
    .fail((message: string | undefined, error: Error | undefined) => {
      if (error) throw error;
      process.stderr.write(`${message ?? 'That command line makes no sense.'}\nSee: rollcall --help\n`);
      exitCode = ExitCode.error;
    });
  const parser = verbs.reduce((on, verb) => verb(on, act), base as unknown as Parameters<Verb>[0]);
  await parser.parseAsync([...argv]);
  return exitCode;
}
