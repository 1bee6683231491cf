import { nearestWord } from '../model/text/did-you-mean.ts';

/** Queries about the commands of the parser. */
export interface ParserQueries {
  /** Returns the words that may follow a command line: commands, or flags if the last word begins with `--`. */
  readonly complete: (words: readonly string[]) => readonly string[];
  /** Returns the help of a command. */
  readonly help: (commands: readonly string[]) => string;
}

const unknownArguments = 'unknown-arguments ';
const missingArguments = 'missing-arguments ';
/** The message of a flag without a value, before the name of the flag. */
export const missingValue = 'missing-value ';
const invalidChoice = 'invalid-choice ';

/** The plural forms that yargs requires for a message with a count. */
const bothForms = (message: string): { readonly one: string; readonly other: string } => ({
  one: message,
  other: message,
});

/** Replaces the English messages of yargs by codes, for `explainUsage`. Keys are those of `updateStrings`. */
export const parserMessages = {
  'Unknown argument: %s': bothForms(`${unknownArguments}%s`),
  'Not enough non-option arguments: got %s, need at least %s': bothForms(`${missingArguments}%s %s`),
  'Not enough arguments following: %s': `${missingValue}%s`,
  'Argument: %s, Given: %s, Choices: %s': `${invalidChoice}%s\t%s\t%s`,
};

/** Returns the parser message for a help topic that does not exist, or undefined for an existing topic. */
export function findUnknownTopic(argv: readonly string[], { complete }: ParserQueries): string | undefined {
  const { commands, next: word } = splitCommands(argv, complete);
  if (word === undefined) return undefined;
  // Within a command, the word may be an argument unless it resembles a subcommand.
  const known = complete([...commands, '']).filter((one) => !one.startsWith('-'));
  if (commands.length > 0 && nearestWordOrPrefix(word, known) === undefined) return undefined;
  return `${unknownArguments}${word}`;
}

/** Returns the problem of a command line, a suggestion, and the help command, for a message of the parser. */
export function explainUsage(message: string, argv: readonly string[], parser: ParserQueries): string {
  const { complete } = parser;
  const { commands } = splitCommands(argv, complete);
  const help = ['See: rollcall', ...commands, '--help'].join(' ');
  const unknown = withoutPrefix(message, unknownArguments);
  if (unknown === undefined) {
    const problem = explainMissingArguments(message, parser.help(commands)) ?? explainValue(message);
    return `${problem}\n${help}`;
  }
  // The parser lists a mistyped flag in two spellings.
  const words = new Set(unknown.split(', ').map(kebabCase));
  const lines = [...words].map((word) => explainWord(word, { argv, commands, complete }));
  return [...lines, help].join('\n');
}

function withoutPrefix(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

interface UsageContext {
  readonly argv: readonly string[];
  readonly commands: readonly string[];
  readonly complete: ParserQueries['complete'];
}

function explainWord(word: string, { argv, commands, complete }: UsageContext): string {
  const written = argv.find((one) => /^--?[^-]/u.test(one) && kebabCase(flagName(one)) === word);
  const command = ['rollcall', ...commands].join(' ');
  if (written !== undefined) {
    const dashes = written.startsWith('--') ? '--' : '-';
    const nearest = nearestWordOrPrefix(`--${word}`, complete([...commands, '--']));
    return `\`${command}\` has no flag ${dashes}${flagName(written)}.${suggestedText(nearest)}`;
  }
  const known = complete([...commands, '']);
  const nearest = nearestWordOrPrefix(
    word,
    known.filter((one) => !one.startsWith('-')),
  );
  if (commands.length === 0)
    return `rollcall has no command "${word}".${suggestedText(nearest && `rollcall ${nearest}`)}`;
  return `\`${command}\` does not take "${word}".${suggestedText(nearest && `${command} ${nearest}`)}`;
}

/** Returns the commands of a line, outermost first, and the first word that is not a command. */
function splitCommands(
  argv: readonly string[],
  complete: ParserQueries['complete'],
): { readonly commands: readonly string[]; readonly next?: string } {
  const commands: string[] = [];
  for (const [index, word] of argv.entries()) {
    if (word.startsWith('-')) continue;
    if (complete([...commands, '']).includes(word)) commands.push(word);
    // After a flag, the word may be the value of the flag.
    else if (!argv[index - 1]?.startsWith('-')) return { commands, next: word };
  }
  return { commands };
}

/** Returns the only known word that begins with a word of 5 or more letters, otherwise the nearest known word. */
function nearestWordOrPrefix(word: string, known: readonly string[]): string | undefined {
  const extensions = word.length > 4 ? known.filter((one) => one.startsWith(word)) : [];
  return extensions.length === 1 ? extensions[0] : nearestWord(word, known);
}

function suggestedText(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

/** Returns the missing arguments of a command, with their descriptions and the first example from its help. */
function explainMissingArguments(message: string, help: string): string | undefined {
  if (!message.startsWith(missingArguments)) return undefined;
  const [usage = ''] = help.split('\n', 1);
  const [command = ''] = usage.split(' <', 1);
  const names = [...usage.matchAll(/<(\w+)>/gu)].map(([, name = '']) => name);
  const descriptions = names.map((name) => `  ${name}: ${descriptionInHelp(help, name)}`);
  const [, example] = /\nExamples:\n +(.*?)(?: +#.*)?(?:\n|$)/u.exec(help) ?? [];
  return [
    `\`${command}\` needs ${names.map((name) => `<${name}>`).join(' and ')}.`,
    ...descriptions,
    ...(example === undefined ? [] : [`For example: ${example}`]),
  ].join('\n');
}

/** Returns the description of an argument from the help, where it may span several lines. */
function descriptionInHelp(help: string, name: string): string {
  const [, description = ''] = new RegExp(`\n  ${name} {2,}(.*(?:\n {8,}.*)*)`, 'u').exec(help) ?? [];
  return description.replaceAll(/\s+/gu, ' ');
}

/** Explains a missing or invalid value. Returns any other message unchanged. */
function explainValue(message: string): string {
  const flag = withoutPrefix(message, missingValue);
  if (flag !== undefined) return `--${kebabCase(flag)} needs a value.`;
  // yargs puts a heading above the lines of the invalid choices.
  const [lastLine = ''] = message.split('\n').slice(-1);
  const [name = '', given = '', choices] =
    withoutPrefix(lastLine.trimStart(), invalidChoice)?.split('\t') ?? [];
  return choices === undefined ? message : explainInvalidChoice(kebabCase(name), given, choices);
}

function explainInvalidChoice(name: string, given: string, choices: string): string {
  const known = choices.replaceAll('"', '').split(', ');
  const nearest = nearestWord(given.replaceAll('"', ''), known);
  return `${given} is not a valid value of ${name}.${suggestedText(nearest)} Valid values: ${known.join(', ')}.`;
}

/** Returns the name of a flag as it is written, without dashes and value. */
export function flagName(written: string): string {
  return written.replace(/^-+/u, '').replace(/=.*$/u, '');
}

/** Returns `max-enroll` for `maxEnroll`. The parser accepts both. */
export function kebabCase(word: string): string {
  return word.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
