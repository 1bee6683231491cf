import { type Instant, instantOf } from '../../model/time.ts';

/** An answer as it came over the wire. Names of headers are lower case. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** The largest body that is read; the largest of HubSpot's own, a hundred workflows, has a few MB. */
export const maxBodyBytes = 8 * 1024 * 1024;

/** Why a larger one is not. */
export const tooLargeMessage = `the response is larger than ${maxBodyBytes / 1024 / 1024} MB`;

/** Reads a body as UTF-8 text. Throws for one above `maxBodyBytes`. */
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

/** What a body says: a JSON value (`undefined` when empty), or why it can't be read. */
type ParsedBody =
  | { readonly readable: true; readonly value: unknown }
  | { readonly readable: false; readonly why: string };

/** Reads a body by what it is, whatever its content type claims. */
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

/** How long an answer asks to wait, in milliseconds from `now`; nothing when it does not say. */
export function retryAfter(headers: RawResponse['headers'], now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (!text) return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

/** Lenient looks into answers: HubSpot marks few fields as required, and ids come as integers or strings. */
export type Json = Readonly<Record<string, unknown>>;

/** The object, or an empty one. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** The objects of an array; nothing else counts. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** An id as text; integers and decimal text are equal. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);
}

/** The ids of an array. */
export function idsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item) => idOf(item) ?? []) : [];
}

/** A moment written as ISO 8601 or as milliseconds since 1970. */
export function momentOf(value: unknown): Instant | undefined {
  const text = idOf(value);
  if (text === undefined) return undefined;
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? instantOf(at) : undefined;
}

/** The cursor of the next page. */
export function nextCursor(body: Json): string | undefined {
  return idOf(objectOf(objectOf(body['paging'])['next'])['after']);
}
