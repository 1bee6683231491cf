import { createHmac, randomBytes } from 'node:crypto';

import { emailSpellings, normalizeEmail, trustEmail } from '../model/email.ts';
import type { ContactId } from '../model/target.ts';

/** Hashes under the ledger's secret. Equal values have equal hashes within one ledger; a hash cannot be reversed. */
export interface KeyedHash {
  readonly email: (email: string) => string;
  /** Returns the hashes that a ledger may hold for an email. Format 2 hashed international domains as written. */
  readonly spellings: (email: string) => readonly string[];
  readonly contact: (id: ContactId) => string;
  /** Returns the digest of a part of a definition. */
  readonly definition: (text: string) => string;
  /** Returns the seal of a document with this digest. Seals have their own prefix, so no other hash equals one. */
  readonly seal: (digest: string) => string;
}

/**
 * Returns HMAC-SHA256 hashes under the ledger's key (base64). Without the key, a copied table cannot be tested
 * against lists of emails.
 */
export function keyedHash(key: string): KeyedHash {
  const secret = Buffer.from(key, 'base64');
  const hash = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    // The prefix is part of every stored hash.
    email: (email) => hash(`address:${normalizeEmail(email)}`),
    spellings: (email) => emailSpellings(trustEmail(email)).map((spelling) => hash(`address:${spelling}`)),
    contact: (id) => hash(`contact:${id}`),
    definition: (text) => hash(`definition:${text}`),
    seal: (digest) => hash(`seal:${digest}`),
  };
}

/** Returns a random ledger id of 12 hexadecimal characters. */
export function newLedgerId(): string {
  return randomBytes(6).toString('hex');
}

/** Returns a new key of 32 random bytes, base64. */
export function newHashKey(): string {
  return randomBytes(32).toString('base64');
}
