/** Pages of results. As in HubSpot, the cursor is opaque to the client. */
import { type RouteRequest, invalidRequest } from './route.ts';

export interface PageSizes {
  readonly defaultSize: number;
  readonly maxSize: number;
}

export interface PagedResults<T> {
  readonly results: readonly T[];
  readonly paging?: { readonly next: { readonly after: string; readonly link: string } };
}

export function paginate<T>(request: RouteRequest, items: readonly T[], sizes: PageSizes): PagedResults<T> {
  const limit = limitOf(request, sizes);
  const offset = offsetOf(request.query.get('after'));
  const end = offset + limit;
  const results = items.slice(offset, end);
  if (end >= items.length) return { results };
  const after = Buffer.from(`at:${end}`).toString('base64url');
  const query = new URLSearchParams(request.query);
  query.set('after', after);
  return { results, paging: { next: { after, link: `${request.url}?${query.toString()}` } } };
}

function limitOf({ query }: RouteRequest, { defaultSize, maxSize }: PageSizes): number {
  const text = query.get('limit');
  if (text === null) return defaultSize;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxSize) {
    throw invalidRequest(`limit must be between 1 and ${maxSize}`, { limit: [text] });
  }
  return limit;
}

function offsetOf(after: string | null): number {
  if (after === null || after === '') return 0;
  const match = /^at:(\d+)$/.exec(Buffer.from(after, 'base64url').toString());
  if (!match) throw invalidRequest('The paging cursor is not valid for this list', { after: [after] });
  return Number(match[1]);
}
