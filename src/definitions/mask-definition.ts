import type { TargetDefinition } from '../model/definition.ts';
import type { DefinitionEdit } from '../model/results/definition-edit.ts';
import { maskSentences } from '../model/text/mask-text.ts';
import { looksSecret, withoutSecret } from '../model/text/secrets.ts';
import { type DefinitionChange, definitionChanges } from './definition-changes.ts';
import { describeDefinition } from './describe-definition.ts';
import { mapTexts } from './map-texts.ts';

/**
 * Returns two definitions with their secrets replaced by `•••`. Several secrets are numbered, so that a changed one still
 * differs. Email addresses are not masked.
 */
export function withoutSecrets<D extends TargetDefinition>(before: D, after: D): readonly [D, D] {
  const secrets = [...new Set([...secretsIn(before), ...secretsIn(after)].map(({ value }) => value))];
  const label = (value: string): string =>
    secrets.length === 1 ? '•••' : `•••(${secrets.indexOf(value) + 1})`;
  const masked = (definition: D): D =>
    mapTexts(definition, (value, { hint }) =>
      looksSecret(value, hint) ? withoutSecret(value, label(value)) : value,
    );
  return [masked(before), masked(after)];
}

/** Returns the values that look like secrets, with their paths. */
export function secretsIn(
  definition: TargetDefinition,
): readonly { readonly path: string; readonly value: string }[] {
  const found: { path: string; value: string }[] = [];
  mapTexts(definition, (value, { path, hint }) => {
    if (looksSecret(value, hint)) found.push({ path, value });
    return value;
  });
  return found;
}

/** Returns the differences in words, compared in full and shown without addresses and secrets. */
export function maskedChanges(
  before: TargetDefinition,
  after: TargetDefinition,
): readonly DefinitionChange[] {
  return definitionChanges(...withoutSecrets(before, after)).map(({ at, text }) => ({
    at,
    text: maskSentences(text),
  }));
}

/** Returns what a target does in words, without addresses and secrets. */
export function describeMasked(definition: TargetDefinition): readonly string[] {
  return describeDefinition(withoutSecrets(definition, definition)[0]).map(maskSentences);
}

/** Numbers the secrets of an edit from 1 again: it shows only some of those of the definitions. A single one has no number. */
export function renumberSecrets({ changes, before, after }: DefinitionEdit): DefinitionEdit {
  const shown = [...changes, ...before, ...after].join('\n');
  const numbers = [...new Set([...shown.matchAll(numbered)].map(([, number]) => Number(number)))];
  const ordered = numbers.toSorted((a, b) => a - b);
  const renumber = (text: string): string =>
    text.replaceAll(numbered, (_, number: string) =>
      ordered.length === 1 ? '•••' : `•••(${ordered.indexOf(Number(number)) + 1})`,
    );
  return {
    changes: changes.map(renumber),
    before: before.map(renumber),
    after: after.map(renumber),
  };
}

const numbered = /•••\((\d+)\)/gu;
