import { editDistance } from './edit-distance.ts';

/** The known word nearest to a mistyped one, when near enough to be meant; the first of equals. */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  const reach = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > reach) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= reach && distance < (best?.distance ?? Infinity)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** ` Did you mean \`members\`?`, or nothing. */
export function suggestion(word: string, known: Iterable<string>): string {
  const near = nearestWord(word, known);
  return near === undefined ? '' : ` Did you mean \`${near}\`?`;
}
