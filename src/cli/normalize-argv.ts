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
