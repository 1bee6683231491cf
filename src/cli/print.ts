import { once } from 'node:events';

/** Writes a result to stdout. */
export function print(text: string): void {
  process.stdout.write(text);
}

/** Writes a result to stdout as its pieces come, no faster than they are taken. */
export async function printPieces(pieces: AsyncIterable<string>): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}
