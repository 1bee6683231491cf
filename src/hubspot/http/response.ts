/** An answer as it came over the wire. Names of headers are lower case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The largest body that is read; the largest of HubSpot's own, a hundred workflows, has a few MB. */
export const mostBytes = 8 * 1024 * 1024;

/** Why a larger one is not. */
export const tooLarge = `the response is larger than ${mostBytes / 1024 / 1024} MB`;

/** What a body says: a JSON value (`undefined` when empty), or why it can't be read. */
export type Body =
  | { readonly readable: true; readonly value: unknown }
  | { readonly readable: false; readonly why: string };

/** Reads a body by what it is, whatever its content type claims. */
export function bodyOf(text: string): Body {
  if (text.trim() === '') return { readable: true, value: undefined };
  try {
    return { readable: true, value: JSON.parse(text) as unknown };
  } catch {
    const html = text.trimStart().startsWith('<');
    const kind = html ? 'a web page instead of JSON' : 'JSON that is cut off or damaged';
    return { readable: false, why: `${kind} (${text.length} characters)` };
  }
}

/** How long an answer asks to wait, in milliseconds from `now`; nothing when it does not say. */
export function retryAfter(headers: RawAnswer['headers'], now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
