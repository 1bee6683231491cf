import { nearestWord } from '../schema/source/did-you-mean.ts';

/** What a command line may go on with: commands after some words, or flags (`--…`) after some words. */
export type Complete = (words: readonly string[]) => readonly string[];

/**
 * What is wrong with a command line, what was probably meant, and where to look, from the parser's
 * English message.
 */
export function explainUsage(message: string, argv: readonly string[], complete: Complete): string {
  const commands = commandsIn(argv, complete);
  const help = ['See: rollcall', ...commands, '--help'].join(' ');
  const [, unknown] = /^Unknown arguments?: (.*)$/u.exec(message) ?? [];
  if (unknown === undefined) return `${reworded(message, ['rollcall', ...commands].join(' '))}\n${help}`;
  // The parser lists a mistyped flag in two spellings: one is enough.
  const words = new Set(unknown.split(', ').map(kebab));
  const lines = [...words].map((word) => explainWord(word, { argv, commands, complete }));
  return [...lines, help].join('\n');
}

interface Around {
  readonly argv: readonly string[];
  readonly commands: readonly string[];
  readonly complete: Complete;
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

/** The commands that a line names, one within the other. */
function commandsIn(argv: readonly string[], complete: Complete): readonly string[] {
  const commands: string[] = [];
  for (const word of argv.filter((one) => !one.startsWith('-'))) {
    const known = complete([...commands, '']);
    if (!known.includes(word)) break;
    commands.push(word);
  }
  return commands;
}

/** A longer word that begins so, else one that looks alike. */
function nearest(word: string, known: readonly string[]): string | undefined {
  const begun = word.length > 4 ? known.filter((one) => one.startsWith(word)) : [];
  return begun.length === 1 ? begun[0] : nearestWord(word, known);
}

function meant(near: string | undefined): string {
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

function reworded(message: string, command: string): string {
  const [, flag] = /^Not enough arguments following: (.*)$/u.exec(message) ?? [];
  if (flag !== undefined) return `--${kebab(flag)} needs a value.`;
  const [, name = '', given = '', choices] =
    /Argument: (.*), Given: (.*), Choices: (.*)$/u.exec(message) ?? [];
  if (choices !== undefined) return badChoice(kebab(name), given, choices);
  const [, got, need] =
    /^Not enough non-option arguments: got (\d+), need at least (\d+)$/u.exec(message) ?? [];
  if (got !== undefined)
    return `\`${command}\` needs ${need} ${need === '1' ? 'argument' : 'arguments'} and got ${got}.`;
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
