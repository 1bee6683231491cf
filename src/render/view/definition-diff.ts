import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { ComparedDefinition } from '../../model/results/definitions.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';

/**
 * Returns the unified diff from the definition file to the account, with three lines of context and emails masked. Empty
 * without a difference.
 */
export function definitionDiff({ path, texts, changes }: ComparedDefinition): string {
  if (!texts || changes.length === 0) return '';
  const { file, account } = texts;
  return maskEmails(
    createTwoFilesPatch(`a/${path}`, `b/${path}`, file, account, undefined, undefined, {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
    }),
  );
}

/** Returns the name of a target with a definition: its address, or its kind and id if the files do not have it. */
export function definitionName({ kind, id, key }: Pick<ComparedDefinition, 'kind' | 'id' | 'key'>): string {
  return key === undefined ? `${kind} ${id}` : `${kind}s.${key}`;
}
