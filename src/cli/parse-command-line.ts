import yargs from 'yargs';
import type { Argv } from 'yargs';
import type { ExitCode } from '../model/exit-code.ts';
import { version } from '../runtime/environment.ts';
import {
  explainUsage,
  findUnknownTopic,
  missingValue,
  flagName,
  kebabCase,
  parserMessages,
  type ParserQueries,
} from './explain-usage.ts';
import { type GlobalFlags, globalOptions, type RunFlags } from './flags.ts';
import type { Session } from './session.ts';
import { applyVerb } from './verbs/apply.ts';
import { ciVerb } from './verbs/ci.ts';
import { completionVerb } from './verbs/completion.ts';
import { sequencesVerb, workflowsVerb } from './verbs/definitions.ts';
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
import { rehearseVerb } from './stories/rehearse.ts';
import { snapshotVerb } from './stories/snapshot.ts';
import { testVerb } from './stories/test.ts';
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
  rehearseVerb,
  snapshotVerb,
  testVerb,
  doctorVerb,
  importVerb,
  historyVerb,
  resolveVerb,
  pauseVerb,
  resumeVerb,
  unlockVerb,
  ledgerVerb,
  workflowsVerb,
  sequencesVerb,
  ciVerb,
  fleetVerb,
  mcpVerb,
  schemaVerb,
  completionVerb,
  simulatorVerb,
];

/** What a command line is: a command to run, text that the parser has printed, or a usage error. */
export type ParsedCommandLine =
  | {
      readonly kind: 'command';
      readonly flags: RunFlags;
      readonly work: (session: Session) => Promise<ExitCode>;
    }
  | { readonly kind: 'printed' }
  | { readonly kind: 'usage-error'; readonly message: string };

/** Parses a command line in its normal form. Runs nothing. */
export function parseCommandLine(argv: readonly string[]): ParsedCommandLine {
  try {
    checkHelpTopic(argv);
    void createParser(argv).parse([...argv]);
    return { kind: 'printed' };
  } catch (error) {
    if (error instanceof CommandFound) return { kind: 'command', flags: error.flags, work: error.work };
    if (!(error instanceof UsageError)) throw error;
    return { kind: 'usage-error', message: explainUsage(error.message, argv, parserQueries) };
  }
}

/**
 * Ends the parser at the command that it found. A parser whose handler returns renders the whole help of the command, in
 * case a caller wants to print it.
 */
class CommandFound extends Error {
  readonly flags: RunFlags;
  readonly work: (session: Session) => Promise<ExitCode>;

  constructor(flags: RunFlags, work: (session: Session) => Promise<ExitCode>) {
    super('The parser found a command.');
    this.flags = flags;
    this.work = work;
  }
}

const endAtCommand: MakeHandler = (work) => (flags) => {
  throw new CommandFound(flags, (session) => work(flags, session));
};

/** Returns a parser that also checks the flags of a command line. */
function createParser(argv: readonly string[] = []): Argv<GlobalFlags> {
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
    .parserConfiguration({ 'dot-notation': false })
    .check((_args, options) => checkFlags(Object(options), argv))
    .strict()
    .demandCommand(1, 'A command is required.')
    .wrap(Math.min(80, process.stdout.columns || 80))
    .exitProcess(false)
    .fail((message: string | null) => {
      // Without a throw, the parser would still call the handler of the command.
      throw new UsageError(message ?? 'Invalid command line.');
    });
  return verbs.reduce<Argv<GlobalFlags>>((on, verb) => verb(on, endAtCommand), hideOptionTypes(base));
}

/** Removes `[boolean] [default: false]` from the help. The published types lack this setting. */
function hideOptionTypes(parser: Argv<GlobalFlags>): Argv<GlobalFlags> {
  if ('usageConfiguration' in parser && typeof parser.usageConfiguration === 'function') {
    parser.usageConfiguration({ 'hide-types': true });
  }
  return parser;
}

/** What the parser knows about the flags of a command. The published types lack it. */
interface ParserOptions {
  /** All flags and arguments. */
  readonly key: Readonly<Record<string, unknown>>;
  /** Those that take several values. */
  readonly array: readonly string[];
  /** Those without a value, which `--no-FLAG` turns off. */
  readonly boolean: readonly string[];
}

/**
 * Throws `UsageError` for a flag with an empty value, for one that takes one value and has several, and for one that `--no-`
 * would turn off. It reads the words of the line, because the parser adds two equal numbers, `--canary=1 --canary=1` is 2,
 * and takes an empty number, as `--max-enroll=$UNSET` gives, for 0.
 */
function checkFlags({ key, array, boolean }: ParserOptions, argv: readonly string[]): true {
  const written = argv.filter((word) => word.startsWith('--')).map((word) => kebabCase(flagName(word)));
  const withoutValue = argv
    .filter((word, index) => /^--.*=$/su.test(word) || argv[index + 1] === '')
    .map((word) => kebabCase(flagName(word)));
  for (const flag of Object.keys(key)) {
    if (boolean.includes(flag)) continue;
    if (written.includes(`no-${flag}`))
      throw new UsageError(`--${flag} takes a value: --no-${flag} is not a flag.`);
    if (!array.includes(flag) && written.filter((name) => name === flag).length > 1)
      throw new UsageError(`Pass --${flag} only once: it takes one value.`);
    if (written.includes(flag) && withoutValue.includes(flag)) throw new UsageError(`${missingValue}${flag}`);
  }
  return true;
}

/** Throws `UsageError` if `--help` follows an unknown command. The parser would print the help of all commands. */
function checkHelpTopic(argv: readonly string[]): void {
  if (!argv.includes('--help')) return;
  const message = findUnknownTopic(argv, parserQueries);
  if (message !== undefined) throw new UsageError(message);
}

const parserQueries: ParserQueries = {
  complete: (words) => {
    const line = ['--get-yargs-completions', 'rollcall', ...words];
    // For some shells, the parser adds a description to each word.
    return parserOutput(createParser(), line)
      .split('\n')
      .map((word) => word.replace(/[:\t].*$/su, ''));
  },
  help: (commands) => parserOutput(createParser(), [...commands, '--help']),
};

/** Returns the output of the parser for a line, without running a command. */
function parserOutput(parser: Argv<GlobalFlags>, line: readonly string[]): string {
  let printed = '';
  void parser.parse([...line], {}, (_error, _args, output) => {
    printed = output;
  });
  return printed;
}

/** An invalid command line: an unknown command or flag, or a missing or invalid argument. */
class UsageError extends Error {}
