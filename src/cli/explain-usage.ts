import { nearestWord } from '../model/text/did-you-mean.ts';

/** What the parser knows of its commands. */
export interface ParserQueries {
  /** What a command line may go on with: commands after some words, or flags (`--…`) after some words. */
  readonly complete: (words: readonly string[]) => readonly string[];
  /** The help of a command. */
  readonly help: (commands: readonly string[]) => string;
}

/** What is wrong with the words whose help is asked for, in the parser's words; nothing when it has such help. */
export function findUnknownTopic(argv: readonly string[], { complete }: ParserQueries): string | undefined {
  const { commands, next: word } = splitCommands(argv, complete);
  if (word === undefined) return undefined;
  // Within a command it may be an argument, unless it looks like a command of its own.
  const known = complete([...commands, '']).filter((one) => !one.startsWith('-'));
  if (commands.length > 0 && nearestWordOrPrefix(word, known) === undefined) return undefined;
  return `Unknown argument: ${word}`;
}

/**
 * What is wrong with a command line, what was probably meant, and where to look, from the parser's
 * English message.
 */
export function explainUsage(message: string, argv: readonly string[], parser: ParserQueries): string {
  const { complete } = parser;
  const { commands } = splitCommands(argv, complete);
  const help = ['See: rollcall', ...commands, '--help'].join(' ');
  const [, unknown] = /^Unknown arguments?: (.*)$/u.exec(message) ?? [];
  if (unknown === undefined) {
    const said = explainMissingArguments(message, parser.help(commands)) ?? rewordParserMessage(message);
    return `${said}\n${help}`;
  }
  // The parser lists a mistyped flag in two spellings: one is enough.
  const words = new Set(unknown.split(', ').map(kebabCase));
  const lines = [...words].map((word) => explainWord(word, { argv, commands, complete }));
  return [...lines, help].join('\n');
}

interface UsageContext {
  readonly argv: readonly string[];
  readonly commands: readonly string[];
  readonly complete: ParserQueries['complete'];
}

function explainWord(word: string, { argv, commands, complete }: UsageContext): string {
  const written = argv.find((one) => /^--?[^-]/u.test(one) && kebabCase(flagName(one)) === word);
  const where = ['rollcall', ...commands].join(' ');
  if (written !== undefined) {
    const dashes = written.startsWith('--') ? '--' : '-';
    const near = nearestWordOrPrefix(`--${word}`, complete([...commands, '--']));
    return `\`${where}\` has no flag ${dashes}${flagName(written)}.${suggestedText(near)}`;
  }
  const known = complete([...commands, '']);
  const near = nearestWordOrPrefix(
    word,
    known.filter((one) => !one.startsWith('-')),
  );
  if (commands.length === 0)
    return `rollcall has no command "${word}".${suggestedText(near && `rollcall ${near}`)}`;
  return `\`${where}\` does not take "${word}".${suggestedText(near && `${where} ${near}`)}`;
}

/** The commands that a line names, one within the other, and the first word that is none. */
function splitCommands(
  argv: readonly string[],
  complete: ParserQueries['complete'],
): { readonly commands: readonly string[]; readonly next?: string } {
  const commands: string[] = [];
  for (const [index, word] of argv.entries()) {
    if (word.startsWith('-')) continue;
    if (complete([...commands, '']).includes(word)) commands.push(word);
    // After a flag it may be the flag's value.
    else if (!argv[index - 1]?.startsWith('-')) return { commands, next: word };
  }
  return { commands };
}

/** A longer word that begins so, else one that looks alike. */
function nearestWordOrPrefix(word: string, known: readonly string[]): string | undefined {
  const begun = word.length > 4 ? known.filter((one) => one.startsWith(word)) : [];
  return begun.length === 1 ? begun[0] : nearestWord(word, known);
}

function suggestedText(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/** What to give to a command that got too little, from its help: its arguments and its first example. */
function explainMissingArguments(message: string, help: string): string | undefined {
  if (!message.startsWith('Not enough non-option arguments')) return undefined;
  const [usage = ''] = help.split('\n', 1);
  const [command = ''] = usage.split(' <', 1);
  const names = [...usage.matchAll(/<(\w+)>/gu)].map(([, name = '']) => name);
  const meanings = names.map((name) => `  ${name}: ${descriptionInHelp(help, name)}`);
  const [, example] = /\nExamples:\n +(.*?)(?: +#.*)?(?:\n|$)/u.exec(help) ?? [];
  return [
    `\`${command}\` needs ${names.map((name) => `<${name}>`).join(' and ')}.`,
    ...meanings,
    ...(example === undefined ? [] : [`For example: ${example}`]),
  ].join('\n');
}

/** What the help says of an argument, which may go on in the next lines. */
function descriptionInHelp(help: string, name: string): string {
  const [, meaning = ''] = new RegExp(`\n  ${name} {2,}(.*(?:\n {8,}.*)*)`, 'u').exec(help) ?? [];
  return meaning.replaceAll(/\s+/gu, ' ');
}

function rewordParserMessage(message: string): string {
  const [, flag] = /^Not enough arguments following: (.*)$/u.exec(message) ?? [];
  if (flag !== undefined) return `--${kebabCase(flag)} needs a value.`;
  const [, name = '', given = '', choices] =
    /Argument: (.*), Given: (.*), Choices: (.*)$/u.exec(message) ?? [];
  if (choices !== undefined) return explainBadChoice(kebabCase(name), given, choices);
  return message;
}

function explainBadChoice(name: string, given: string, choices: string): string {
  const known = choices.replaceAll('"', '').split(', ');
  const near = nearestWord(given.replaceAll('"', ''), known);
  return `${given} is not known for ${name}.${suggestedText(near)} It takes one of: ${known.join(', ')}.`;
}

function flagName(written: string): string {
  return written.replace(/^-+/u, '').replace(/=.*$/u, '');
}

function kebabCase(word: string): string {
  return word.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
