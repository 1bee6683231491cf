import { ExitCode } from '../model/exit-code.ts';
import { logSafe, safeLine } from '../render/view/safe-text.ts';
import { version } from '../runtime/environment.ts';
import { renderTopHelp } from './top-help.ts';

/**
 * Runs one command line and returns its exit code. Loads all modules on demand: `--version` and `help` load no argument
 * parser, and no command loads a database driver or HubSpot's client that it does not use.
 */
export async function run(written: readonly string[]): Promise<ExitCode> {
  if (written.length === 0) return showWelcome();
  const argv = normalizeArgv(written);
  if (argv.length === 1 && argv[0] === '--version') {
    process.stdout.write(`${version()}\n`);
    return ExitCode.done;
  }
  if (argv.length === 1 && argv[0] === '--help') {
    process.stdout.write(renderTopHelp());
    return ExitCode.done;
  }
  const { parseCommandLine } = await import('./parse-command-line.ts');
  const parsed = parseCommandLine(argv);
  if (parsed.kind === 'printed') return ExitCode.done;
  if (parsed.kind === 'usage-error') {
    process.stderr.write(`${logSafe(parsed.message.split('\n').map(safeLine).join('\n'))}\n`);
    return ExitCode.error;
  }
  const { runInSession } = await import('./session.ts');
  return runInSession(parsed.flags, parsed.work);
}

/** Prints the next steps for a new user. Returns exit code 1, because a script that lost its command must fail. */
async function showWelcome(): Promise<ExitCode> {
  const { renderWelcome } = await import('./welcome.ts');
  process.stdout.write(await renderWelcome(process.env));
  return ExitCode.error;
}

/**
 * Returns the command line in the form that the parser takes. Replaces `help`, `help COMMAND` and `-h` by `--help`.
 * Turns the words after `--` into file names: the parser would drop them, and a command would use the default file.
 */
function normalizeArgv(argv: readonly string[]): readonly string[] {
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
