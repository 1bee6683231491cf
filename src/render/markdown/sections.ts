/** Parts of a document one under the other; empty ones leave no gap. Ends with a line break. */
export function sections(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A text that may stand in the smallest document, whatever its length was. */
export function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
