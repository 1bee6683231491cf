import { createTwoFilesPatch, FILE_HEADERS_ONLY, structuredPatch } from 'diff';
import type { ComparedDefinition } from '../../model/results/definitions.ts';
import type { DefinitionEdit } from '../../model/results/definition-edit.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import { maskExcerpt } from '../../model/text/mask-text.ts';

/**
 * Returns the unified diff from the definition file to the account, with three lines of context. Emails and secrets are
 * masked, so that it is for reading only. Empty without a difference.
 */
export function definitionDiff({ path, texts, changes }: ComparedDefinition): string {
  if (!texts || changes.length === 0) return '';
  const { file, account } = texts;
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, masked(file), masked(account), undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

function masked(text: string): string {
  return text
    .split('\n')
    .map((line) => maskExcerpt(line, 0).text)
    .join('\n');
}

/** Returns the unified diff of what a target did and what it does, without the names of files. */
export function editDiff({ before, after }: DefinitionEdit): readonly string[] {
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  const { hunks } = structuredPatch('', '', text(before), text(after), undefined, undefined, { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines.map(maskEmails),
  ]);
}

/** Returns the name of a target with a definition: its address, or its kind and id if the files do not have it. */
export function definitionName({ kind, id, key }: Pick<ComparedDefinition, 'kind' | 'id' | 'key'>): string {
  return key === undefined ? `${kind} ${id}` : `${kind}s.${key}`;
}
