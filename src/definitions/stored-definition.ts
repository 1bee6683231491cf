import type { RawValue, TargetDefinition } from '../model/definition.ts';
import { canonicalJson } from '../model/digest.ts';
import { maskEmails } from '../model/text/mask-emails.ts';
import { describeDefinition } from './describe-definition.ts';
import { maskSentences } from '../model/text/mask-text.ts';
import { isRawObject, rawValueOf } from './raw-value.ts';

/** Returns a definition as the ledger stores it: canonical JSON, with its email addresses masked. */
export function storedDefinition(definition: TargetDefinition): string {
  return canonicalJson(withoutEmails(rawValueOf(definition)));
}

/** Reads what `storedDefinition` returned. */
export function readStoredDefinition(text: string): TargetDefinition {
  const definition: TargetDefinition = JSON.parse(text);
  return definition;
}

/** Returns what a target does, with its email addresses and secrets masked. */
export function describeMasked(definition: TargetDefinition): readonly string[] {
  return describeDefinition(definition).map(maskSentences);
}

function withoutEmails(value: RawValue): RawValue {
  if (typeof value === 'string') return maskEmails(value);
  if (Array.isArray(value)) return value.map(withoutEmails);
  if (!isRawObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [maskEmails(key), withoutEmails(item)]),
  );
}
