/** Returns a text as one word of a POSIX shell: the names of files and globs may hold any character. */
export function shellWord(word: string): string {
  return /^[\w./:@=-]+$/u.test(word) ? word : quotedWord(word);
}

/** Returns a text as one word of a shell, always in single quotes. */
export function quotedWord(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
