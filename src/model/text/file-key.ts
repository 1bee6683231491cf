/** Returns a key that is equal for paths of the same file on systems that ignore case and composition in names. */
export function fileKey(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
