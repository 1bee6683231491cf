import type { TargetDefinition } from '../model/definition.ts';
import { canonicalJson } from '../model/digest.ts';
import { maskEmails } from '../model/text/mask-emails.ts';
import { maskValue } from '../model/text/mask-text.ts';
import { comparableDefinition } from './comparable-definition.ts';
import { mapTexts } from './map-texts.ts';
import { rawValueOf } from './raw-value.ts';

/** A definition as the ledger stores it: without email addresses, secrets, and the texts of raw parts. */
export interface StoredDefinition {
  /** Each text of a raw part is a keyed digest, so that an edit of it shows. */
  readonly definition: TargetDefinition;
  /** The keyed digest of the whole definition. It also differs where only an address or a secret does. */
  readonly digest: string;
}

/** Returns a digest that only the holder of the ledger's key can compute. */
export type KeyedDigest = (text: string) => string;

/** Returns what the ledger stores of a definition, as canonical JSON. */
export function storedDefinition(definition: TargetDefinition, digestOf: KeyedDigest): string {
  const comparable = comparableDefinition(definition);
  const stored: StoredDefinition = {
    definition: mapTexts(
      comparable,
      (text, { hint, isRaw }) => (isRaw ? digestOf(text).slice(0, 12) : maskValue(text, hint)),
      maskEmails,
    ),
    digest: digestOf(canonicalJson(comparable)),
  };
  return canonicalJson(rawValueOf(stored));
}

/** Reads what `storedDefinition` returned. Returns nothing for another text. */
export function readStoredDefinition(text: string): StoredDefinition | undefined {
  const stored: Partial<StoredDefinition> = JSON.parse(text);
  const { definition, digest } = stored;
  return definition && digest !== undefined ? { definition, digest } : undefined;
}
