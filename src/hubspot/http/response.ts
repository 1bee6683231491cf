import { type Instant, instantOf } from '../../model/time.ts';

/** A complete HTTP response with its body as text. Header names are lower case. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The largest body that rollcall reads. HubSpot's largest, a batch of 100 workflows, has a few MB. */
export const maxBodyBytes = 8 * 1024 * 1024;

export const tooLargeMessage = `the response is larger than ${maxBodyBytes / 1024 / 1024} MB`;

/** Reads a body as UTF-8 text. Throws if it is larger than `maxBodyBytes`. */
export async function readText(body: AsyncIterable<string | Uint8Array>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBodyBytes) throw new Error(tooLargeMessage);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A JSON value (`undefined` for an empty body), or why the body is not readable. */
type ParsedBody =
  | { readonly readable: true; readonly value: unknown }
  | { readonly readable: false; readonly why: string };

/** Parses a body as JSON. Ignores the content type, which may be wrong. */
export function parseBody(text: string): ParsedBody {
  if (text.trim() === '') return { readable: true, value: undefined };
  try {
    return { readable: true, value: JSON.parse(text) as unknown };
  } catch {
    const html = text.trimStart().startsWith('<');
    const kind = html ? 'a web page instead of JSON' : 'JSON that is cut off or damaged';
    return { readable: false, why: `${kind} (${text.length} characters)` };
  }
}

/** Returns the wait of the `Retry-After` header in milliseconds from `now`; undefined if absent or invalid. */
export function retryAfter(headers: RawResponse['headers'], now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** A JSON object. The readers below are lenient: HubSpot requires few fields, and ids are integers or strings. */
export type Json = Readonly<Record<string, unknown>>;

/** Returns the value if it is an object, else an empty object. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** Returns the objects of an array; an empty array for any other value. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Returns a trimmed string; undefined if it is empty or not a string. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Returns an id as text: a safe integer or a string. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** Returns the ids of an array; an empty array for any other value. */
export function idsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item) => idOf(item) ?? []) : [];
}

/** Returns the time of an ISO 8601 text or of milliseconds since 1970; undefined for any other value. */
export function momentOf(value: unknown): Instant | undefined {
  const text = idOf(value);
  if (text === undefined) return undefined;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? instantOf(at) : undefined;
}

/** Returns the cursor of the next page; undefined on the last page. */
export function nextCursor(body: Json): string | undefined {
  return idOf(objectOf(objectOf(body['paging'])['next'])['after']);
}
