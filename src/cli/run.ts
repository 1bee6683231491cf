import yargs from 'yargs';
import type { Argv } from 'yargs';
import { ExitCode } from '../model/exit-code.ts';
import { version } from '../runtime/environment.ts';
import { explainUsage, findUnknownTopic, parserMessages, type ParserQueries } from './explain-usage.ts';
import { type GlobalFlags, globalOptions } from './flags.ts';
import { renderTopHelp } from './top-help.ts';
import { applyVerb } from './verbs/apply.ts';
import { ciVerb } from './verbs/ci.ts';
import { completionVerb } from './verbs/completion.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { driftVerb } from './verbs/drift.ts';
import { fleetVerb } from './verbs/fleet.ts';
import { historyVerb } from './verbs/history.ts';
import { importVerb } from './verbs/import.ts';
import { initVerb } from './verbs/init.ts';
import { ledgerVerb } from './verbs/ledger.ts';
import { mcpVerb } from './verbs/mcp.ts';
import { pauseVerb, resumeVerb } from './verbs/pause.ts';
import { planVerb } from './verbs/plan.ts';
import { resolveVerb } from './verbs/resolve.ts';
import { schemaVerb } from './verbs/schema.ts';
import { showVerb } from './verbs/show.ts';
import { statusVerb } from './verbs/status.ts';
import { simulatorVerb } from './verbs/simulator.ts';
import { unlockVerb } from './verbs/unlock.ts';
import { validateVerb } from './verbs/validate.ts';
import type { MakeHandler, Verb } from './verbs/verb.ts';

const verbs: readonly Verb[] = [
  initVerb,
  validateVerb,
  planVerb,
  showVerb,
  applyVerb,
  driftVerb,
  statusVerb,
  doctorVerb,
  importVerb,
  historyVerb,
  resolveVerb,
  pauseVerb,
  resumeVerb,
  unlockVerb,
  ledgerVerb,
  ciVerb,
  fleetVerb,
  mcpVerb,
  schemaVerb,
  completionVerb,
  simulatorVerb,
];

/**
 * Runs one command line and returns its exit code. Loads all modules except the argument parser on demand, so that
 * `--version` does not load a database driver.
 */
export async function run(written: readonly string[]): Promise<ExitCode> {
  if (written.length === 0) return showWelcome();
  const argv = normalizeArgv(written);
  if (argv.length === 1 && argv[0] === '--help') {
    process.stdout.write(renderTopHelp());
    return ExitCode.done;
  }
  let exitCode: ExitCode = ExitCode.done;
  const act: MakeHandler = (work) => async (args) => {
    const { runInSession } = await import('./session.ts');
    exitCode = await runInSession(args, (session) => work(args, session));
  };
  try {
    checkHelpTopic(argv, act);
    await parserFor(act).parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { logSafe, safeLine } = await import('../render/view/safe-text.ts');
    const lines = explainUsage(error.message, argv, createParserQueries(act)).split('\n').map(safeLine);
    process.stderr.write(`${logSafe(lines.join('\n'))}\n`);
    return ExitCode.error;
  }
  return exitCode;
}

function parserFor(act: MakeHandler): Argv<GlobalFlags> {
  const base: Argv<GlobalFlags> = yargs()
    .scriptName('rollcall')
    // Otherwise the parser adds text in the language of the machine to the English help.
    .locale('en')
    // The published type lacks the plural forms that `updateStrings` takes.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    .updateStrings(parserMessages as unknown as Record<string, string>)
    .usage('$0 <command>\n\nEnrollments as code for HubSpot.')
    // The group of a command's own flags comes first only if it is not empty at the start.
    .group('help', 'Options:')
    .options(globalOptions)
    .option('more-flags', { type: 'boolean', hidden: true })
    .version(version())
    .describe('help', 'Show help for the command')
    .describe('version', 'Show the version of rollcall')
    .group([...Object.keys(globalOptions), 'version'], 'With every command:')
    .epilogue('Use "$0 help <command>" for more information about a command.')
    .strict()
    .demandCommand(1, 'A command is required.')
    .wrap(Math.min(80, process.stdout.columns || 80))
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // Without a throw, the parser would still run the command. A failed command has an error and no message.
      throw message === null && error ? error : new UsageError(message ?? 'Invalid command line.');
    });
  return verbs.reduce<Argv<GlobalFlags>>((on, verb) => verb(on, act), hideOptionTypes(base));
}

/** Removes `[boolean] [default: false]` from the help. The published types lack this setting. */
function hideOptionTypes(parser: Argv<GlobalFlags>): Argv<GlobalFlags> {
  if ('usageConfiguration' in parser && typeof parser.usageConfiguration === 'function') {
    parser.usageConfiguration({ 'hide-types': true });
  }
  return parser;
}

/** Throws `UsageError` if `--help` follows an unknown command. The parser would print the help of all commands. */
function checkHelpTopic(argv: readonly string[], act: MakeHandler): void {
  if (!argv.includes('--help')) return;
  const message = findUnknownTopic(argv, createParserQueries(act));
  if (message !== undefined) throw new UsageError(message);
}

function createParserQueries(act: MakeHandler): ParserQueries {
  return {
    complete: (words) => {
      const line = ['--get-yargs-completions', 'rollcall', ...words];
      // For some shells, the parser adds a description to each word.
      return parserOutput(parserFor(act), line)
        .split('\n')
        .map((word) => word.replace(/[:\t].*$/su, ''));
    },
    help: (commands) => parserOutput(parserFor(act), [...commands, '--help']),
  };
}

/** Returns the output of the parser for a line, without running a command. */
function parserOutput(parser: Argv<GlobalFlags>, line: readonly string[]): string {
  let printed = '';
  void parser.parse([...line], {}, (_error, _args, output) => {
    printed = output;
  });
  return printed;
}

/** Prints the next steps for a new user. Returns exit code 1, because a script that lost its command must fail. */
async function showWelcome(): Promise<ExitCode> {
  const { renderWelcome } = await import('./welcome.ts');
  process.stdout.write(await renderWelcome(process.env));
  return ExitCode.error;
}

/** An invalid command line: an unknown command or flag, or a missing or invalid argument. */
class UsageError extends Error {}

/**
 * Returns the command line in the form that the parser takes. Replaces `help`, `help COMMAND` and `-h` by `--help`.
 * Turns the words after `--` into file names: the parser would drop them, and a command would use the default file.
 */
export function normalizeArgv(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const rest = end === -1 ? [] : [endOfFlags, ...argv.slice(end + 1).map(asPath)];
  const [first, ...others] = words;
  if (first === 'help') return [...others, '--help', ...rest];
  return [...words.map((word) => (word === '-h' ? '--help' : word)), ...rest];
}

/** A flag without effect. It prevents a preceding flag from taking the next word as its value. */
const endOfFlags = '--no-more-flags';

/** Returns a word that begins with `-` as a path, because only a file may have such a name. */
function asPath(word: string): string {
  return word.startsWith('-') ? `./${word}` : word;
}
