import { logSafeJson } from '../view/safe-text.ts';

/** A value as JSON inside a script element: nothing in it can end the element or a line of the script. */
export function embeddedJson(value: unknown): string {
  return logSafeJson(JSON.stringify(value))
    .replaceAll('<', String.raw`\u003C`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}
