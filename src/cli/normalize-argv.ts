/**
 * The spellings of a call for help that the parser does not know: `help`, `help COMMAND` and `-h`, up to
 * a `--`. All of them mean `--help`.
 */
export function normalizeArgv(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const rest = end === -1 ? [] : argv.slice(end);
  const [first, ...others] = words;
  if (first === 'help') return [...others, '--help', ...rest];
  return [...words.map((word) => (word === '-h' ? '--help' : word)), ...rest];
}
