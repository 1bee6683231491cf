/** The comment of a pulled definition file, which names its origin and shows later edits. */
import { digest } from '../../model/digest.ts';
import type { Kind } from '../../model/target.ts';

const pulledLine =
  /^# Pulled from (?:workflow|sequence) (\d+) of account \d+ \(content ([0-9a-f]{12})\)\.\n/mu;

/** Returns the comment of a file with this text. */
export function pulledComment(
  { kind, id, portalId }: { readonly kind: Kind; readonly id: string; readonly portalId: number },
  text: string,
): string {
  return `Pulled from ${kind} ${id} of account ${portalId} (content ${shortDigest(text)}).`;
}

/** Returns the id that a file was pulled from; undefined if it was edited since then, or not pulled. */
export function untouchedFrom(text: string): string | undefined {
  // Git on Windows may check files out with other line ends.
  const lines = text.replaceAll('\r\n', '\n');
  const [line, id, content] = pulledLine.exec(lines) ?? [];
  return line !== undefined && shortDigest(lines.replace(line, '')) === content ? id : undefined;
}

function shortDigest(text: string): string {
  return digest(text).slice(0, 12);
}
