import type { Rung } from './document.ts';
import { code, link } from './inline.ts';

/** The page that shows a line of a file, given as `file:line`; nothing where there is no such page. */
export type SourceUrl = (place: string) => string | undefined;

/** What a document needs to lead to the files that asked for something. */
export interface Sources {
  readonly sourceUrl?: SourceUrl | undefined;
}

/** Links are the first to go where a document does not fit. */
export function sourcesOn({ links }: Rung, { sourceUrl }: Sources): SourceUrl | undefined {
  return links ? sourceUrl : undefined;
}

/** A place as code, and as a link where it has a page. */
export function sourcePlace(place: string, sourceUrl: SourceUrl | undefined): string {
  const url = place === '' ? undefined : sourceUrl?.(place);
  return url === undefined ? code(place) : link(code(place), url);
}
