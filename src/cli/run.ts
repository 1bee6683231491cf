import yargs from 'yargs';
import type { Argv } from 'yargs';
import { ExitCode } from '../model/exit-code.ts';
import { version } from '../runtime/environment.ts';
import type { ParserQueries } from './explain-usage.ts';
import { type GlobalFlags, globalOptions } from './flags.ts';
import { applyVerb } from './verbs/apply.ts';
import { completionVerb } from './verbs/completion.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { driftVerb } from './verbs/drift.ts';
import { historyVerb } from './verbs/history.ts';
import { importVerb } from './verbs/import.ts';
import { initVerb } from './verbs/init.ts';
import { ledgerVerb } from './verbs/ledger.ts';
import { pauseVerb, resumeVerb } from './verbs/pause.ts';
import { planVerb } from './verbs/plan.ts';
import { resolveVerb } from './verbs/resolve.ts';
import { schemaVerb } from './verbs/schema.ts';
import { showVerb } from './verbs/show.ts';
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
  doctorVerb,
  importVerb,
  historyVerb,
  resolveVerb,
  pauseVerb,
  resumeVerb,
  unlockVerb,
  ledgerVerb,
  schemaVerb,
  completionVerb,
  simulatorVerb,
];

/**
 * Runs one command line and returns its exit code. Everything but the argument parser is loaded when
 * a command needs it: `--version` should not pay for a database.
 */
export async function run(written: readonly string[]): Promise<ExitCode> {
  if (written.length === 0) return showWelcome();
  const argv = normalizeArgv(written);
  let exitCode: ExitCode = ExitCode.done;
  const act: MakeHandler = (work) => async (args) => {
    const { runInSession } = await import('./session.ts');
    exitCode = await runInSession(args, (session) => work(args, session));
  };
  try {
    await checkHelpTopic(argv, act);
    await parserFor(act).parseAsync([...argv]);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    const [{ explainUsage }, { logSafe }, { safeLine }] = await Promise.all([
      import('./explain-usage.ts'),
      import('../render/view/safe-text.ts'),
      import('../render/view/safe-text.ts'),
    ]);
    const lines = explainUsage(error.message, argv, createParserQueries(act)).split('\n').map(safeLine);
    process.stderr.write(`${logSafe(lines.join('\n'))}\n`);
    return ExitCode.error;
  }
  return exitCode;
}

function parserFor(act: MakeHandler): Argv<GlobalFlags> {
  const base: Argv<GlobalFlags> = yargs()
    .scriptName('rollcall')
    // The parser would speak the machine's language in a help that is English.
    .locale('en')
    .usage('$0 <command>\n\nEnrollments as code for HubSpot.')
    // The group of a command's own flags comes first only when it holds one from the start.
    .group('help', 'Options:')
    .options(globalOptions)
    .option('more-flags', { type: 'boolean', hidden: true })
    .version(version())
    .describe('help', 'Show this')
    .describe('version', 'Show the version')
    .group([...Object.keys(globalOptions), 'version'], 'With every command:')
    .epilogue('More about a command: $0 help <command>')
    .strict()
    .demandCommand(1, 'Name a command.')
    .wrap(Math.min(80, process.stdout.columns || 80))
    .exitProcess(false)
    .fail((message: string | undefined, error: Error | undefined) => {
      // Only a throw keeps the parser from running the command all the same.
      throw error ?? new UsageError(message ?? 'That command line makes no sense.');
    });
  return verbs.reduce<Argv<GlobalFlags>>((on, verb) => verb(on, act), hideOptionTypes(base));
}

/** Keeps `[boolean] [default: false]` out of the help. The published types lack this setting. */
function hideOptionTypes(parser: Argv<GlobalFlags>): Argv<GlobalFlags> {
  if ('usageConfiguration' in parser && typeof parser.usageConfiguration === 'function') {
    parser.usageConfiguration({ 'hide-types': true });
  }
  return parser;
}

/** The help of something that is no command would be the help of everything: throws what is wrong instead. */
async function checkHelpTopic(argv: readonly string[], act: MakeHandler): Promise<void> {
  if (!argv.includes('--help')) return;
  const { findUnknownTopic } = await import('./explain-usage.ts');
  const message = findUnknownTopic(argv, createParserQueries(act));
  if (message !== undefined) throw new UsageError(message);
}

function createParserQueries(act: MakeHandler): ParserQueries {
  return {
    complete: (words) => {
      const line = ['--get-yargs-completions', 'rollcall', ...words];
      // For some shells the parser adds a description to each word.
      return parserOutput(parserFor(act), line)
        .split('\n')
        .map((word) => word.replace(/[:\t].*$/su, ''));
    },
    help: (commands) => parserOutput(parserFor(act), [...commands, '--help']),
  };
}

/** What the parser prints without running a command. */
function parserOutput(parser: Argv<GlobalFlags>, line: readonly string[]): string {
  let said = '';
  void parser.parse([...line], {}, (_error, _args, output) => {
    said = output;
  });
  return said;
}

/** Where a person begins. Exits with 1: a script whose command got lost must not look successful. */
async function showWelcome(): Promise<ExitCode> {
  const { renderWelcome } = await import('./welcome.ts');
  process.stdout.write(await renderWelcome(process.env));
  return ExitCode.error;
}

/** A command line that names no command of ours, or a flag that it does not have. */
class UsageError extends Error {}

/** The parser throws some errors of its own class past the handler above. */
function isUsageError(error: unknown): error is Error {
  return error instanceof UsageError || (error instanceof Error && error.name === 'YError');
}

/**
 * The command line as the parser takes it: `help`, `help COMMAND` and `-h` mean `--help`; what follows a
 * `--` is no flag. The parser would drop those words, and apply the usual file in place of the one named.
 */
export function normalizeArgv(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const rest = end === -1 ? [] : [endOfFlags, ...argv.slice(end + 1).map(asPath)];
  const [first, ...others] = words;
  if (first === 'help') return [...others, '--help', ...rest];
  return [...words.map((word) => (word === '-h' ? '--help' : word)), ...rest];
}

/** Says nothing, and keeps a flag before it from taking the next word for its value. */
const endOfFlags = '--no-more-flags';

/** Only a file may have a name like a flag. */
function asPath(word: string): string {
  return word.startsWith('-') ? `./${word}` : word;
}
