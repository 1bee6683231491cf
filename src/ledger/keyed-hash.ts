import { createHmac, randomBytes } from 'node:crypto';

import { emailSpellings, normalizeEmail, trustEmail } from '../model/email.ts';
import type { ContactId } from '../model/target.ts';

/** Hashes under the ledger's secret. A hash shows equality within one ledger and cannot be reversed. */
export interface KeyedHash {
  readonly address: (email: string) => string;
  /** The hashes that a ledger may hold for an email: format 2 hashed international domains as they were written. */
  readonly spellings: (email: string) => readonly string[];
  readonly contact: (id: ContactId) => string;
  /** The seal of a document with this digest. Its own prefix keeps it apart from every other hash. */
  readonly seal: (digest: string) => string;
}

/** HMAC-SHA256 under the ledger's own key (base64), so that a copied table can't be tried with lists of addresses. */
export function keyedHash(key: string): KeyedHash {
  const secret = Buffer.from(key, 'base64');
  const hash = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    address: (email) => hash(`address:${normalizeEmail(email)}`),
    spellings: (email) => emailSpellings(trustEmail(email)).map((spelling) => hash(`address:${spelling}`)),
    contact: (id) => hash(`contact:${id}`),
    seal: (digest) => hash(`seal:${digest}`),
  };
}

/** Returns a random ledger id of 12 hexadecimal characters. */
export function newLedgerId(): string {
  return randomBytes(6).toString('hex');
}

/** A new key of 32 random bytes, base64. */
export function newHashKey(): string {
  return randomBytes(32).toString('base64');
}
