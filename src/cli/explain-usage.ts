import { nearestWord } from '../model/text/did-you-mean.ts';

/** What the parser knows of its commands. */
export interface AskParser {
  /** What a command line may go on with: commands after some words, or flags (`--…`) after some words. */
  readonly complete: (words: readonly string[]) => readonly string[];
  /** The help of a command. */
  readonly help: (commands: readonly string[]) => string;
}

/** What is wrong with the words whose help is asked for, in the parser's words; nothing when it has such help. */
export function unknownTopic(argv: readonly string[], { complete }: AskParser): string | undefined {
  const { commands, next: word } = wordsIn(argv, complete);
  if (word === undefined) return undefined;
  // Within a command it may be an argument, unless it looks like a command of its own.
  const known = complete([...commands, '']).filter((one) => !one.startsWith('-'));
  if (commands.length > 0 && nearest(word, known) === undefined) return undefined;
  return `Unknown argument: ${word}`;
}

/**
 * What is wrong with a command line, what was probably meant, and where to look, from the parser's
 * English message.
 */
export function explainUsage(message: string, argv: readonly string[], parser: AskParser): string {
  const { complete } = parser;
  const { commands } = wordsIn(argv, complete);
  const help = ['See: rollcall', ...commands, '--help'].join(' ');
  const [, unknown] = /^Unknown arguments?: (.*)$/u.exec(message) ?? [];
  if (unknown === undefined) {
    const said = missing(message, parser.help(commands)) ?? reworded(message);
    return `${said}\n${help}`;
  }
  // The parser lists a mistyped flag in two spellings: one is enough.
  const words = new Set(unknown.split(', ').map(kebab));
  const lines = [...words].map((word) => explainWord(word, { argv, commands, complete }));
  return [...lines, help].join('\n');
}

interface Around {
  readonly argv: readonly string[];
  readonly commands: readonly string[];
  readonly complete: AskParser['complete'];
}

function explainWord(word: string, { argv, commands, complete }: Around): string {
  const written = argv.find((one) => /^--?[^-]/u.test(one) && kebab(flagName(one)) === word);
  const where = ['rollcall', ...commands].join(' ');
  if (written !== undefined) {
    const dashes = written.startsWith('--') ? '--' : '-';
    const near = nearest(`--${word}`, complete([...commands, '--']));
    return `\`${where}\` has no flag ${dashes}${flagName(written)}.${meant(near)}`;
  }
  const known = complete([...commands, '']);
  const near = nearest(
    word,
    known.filter((one) => !one.startsWith('-')),
  );
  if (commands.length === 0) return `rollcall has no command "${word}".${meant(near && `rollcall ${near}`)}`;
  return `\`${where}\` does not take "${word}".${meant(near && `${where} ${near}`)}`;
}

/** The commands that a line names, one within the other, and the first word that is none. */
function wordsIn(
  argv: readonly string[],
  complete: AskParser['complete'],
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
function nearest(word: string, known: readonly string[]): string | undefined {
  const begun = word.length > 4 ? known.filter((one) => one.startsWith(word)) : [];
  return begun.length === 1 ? begun[0] : nearestWord(word, known);
}

function meant(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/** What to give to a command that got too little, from its help: its arguments and its first example. */
function missing(message: string, help: string): string | undefined {
  if (!message.startsWith('Not enough non-option arguments')) return undefined;
  const [usage = ''] = help.split('\n', 1);
  const [command = ''] = usage.split(' <', 1);
  const names = [...usage.matchAll(/<(\w+)>/gu)].map(([, name = '']) => name);
  const meanings = names.map((name) => `  ${name}: ${meaningIn(help, name)}`);
  const [, example] = /\nExamples:\n +(.*?)(?: +#.*)?(?:\n|$)/u.exec(help) ?? [];
  return [
    `\`${command}\` needs ${names.map((name) => `<${name}>`).join(' and ')}.`,
    ...meanings,
    ...(example === undefined ? [] : [`For example: ${example}`]),
  ].join('\n');
}

/** What the help says of an argument, which may go on in the next lines. */
function meaningIn(help: string, name: string): string {
  const [, meaning = ''] = new RegExp(`\n  ${name} {2,}(.*(?:\n {8,}.*)*)`, 'u').exec(help) ?? [];
  return meaning.replaceAll(/\s+/gu, ' ');
}

function reworded(message: string): string {
  const [, flag] = /^Not enough arguments following: (.*)$/u.exec(message) ?? [];
  if (flag !== undefined) return `--${kebab(flag)} needs a value.`;
  const [, name = '', given = '', choices] =
    /Argument: (.*), Given: (.*), Choices: (.*)$/u.exec(message) ?? [];
  if (choices !== undefined) return badChoice(kebab(name), given, choices);
  return message;
}

function badChoice(name: string, given: string, choices: string): string {
  const known = choices.replaceAll('"', '').split(', ');
  const near = nearestWord(given.replaceAll('"', ''), known);
  return `${given} is not known for ${name}.${meant(near)} It takes one of: ${known.join(', ')}.`;
}

function flagName(written: string): string {
  return written.replace(/^-+/u, '').replace(/=.*$/u, '');
}

function kebab(word: string): string {
  return word.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
