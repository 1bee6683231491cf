/** Finds contacts by the keyed hashes of their emails. */
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { ContactId } from '../../model/target.ts';
import { isFormat3 } from '../schema/migrate.ts';
import type { Queryable } from '../store.ts';
import { contactCodes, numbers, ownText, smallNumbers } from './columns.ts';
import { columnEnd, packedPages, rowEnd } from './packed-rows.ts';

export interface ContactIndex {
  /** Returns the contact that a declared email resolved to. */
  readonly declaredBy: (hashes: readonly string[]) => ContactId | undefined;
  /** Returns all contacts recorded with one email, without duplicates. */
  readonly of: (hashes: readonly string[]) => readonly ContactId[];
}

/** Reads all contacts of a portal. */
export async function readContactIndex(
  db: Queryable,
  portalId: number,
  format: number,
): Promise<ContactIndex> {
  const contacts = contactCodes();
  const pairs = pairTable();
  const addAll = async (table: 'rollcall_addresses' | 'rollcall_identities', tieBreaker?: 'contact_id') => {
    const query = { table, portalId, columns: ['hash', 'contact_id'], key: 'hash', first: '' };
    for await (const page of packedPages(db, { ...query, ...omitUndefined({ tieBreaker }) })) {
      for (let start = 0; start < page.length;) {
        const middle = page.indexOf(columnEnd, start);
        const stop = page.indexOf(rowEnd, middle);
        const end = stop < 0 ? page.length : stop;
        pairs.add(page.slice(start, middle), contacts.encode(page, middle + 1, end));
        start = end + 1;
      }
    }
  };
  await addAll('rollcall_addresses');
  const declared = pairs.size();
  if (isFormat3(format)) await addAll('rollcall_identities', 'contact_id');
  const found = (hashes: readonly string[], rows = pairs.size()): readonly ContactId[] => {
    const codes = hashes
      .flatMap(pairs.find)
      .filter((row) => row < rows)
      .map(pairs.contactAt);
    return [...new Set(codes)].map(contacts.decode);
  };
  return { declaredBy: (hashes) => found(hashes, declared)[0], of: (hashes) => found(hashes) };
}

interface PairTable {
  /** Adds a pair. A known pair is not added again: most contacts are declared by an email that they have. */
  readonly add: (hash: string, contact: number) => void;
  /** Returns the rows with a hash, in the order in which they were added. */
  readonly find: (hash: string) => readonly number[];
  readonly contactAt: (row: number) => number;
  readonly size: () => number;
}

/**
 * Returns a table of hashes and contacts, about 32 bytes a row. It holds the first 120 bits of a hash: two of a million
 * hashes have these in common with a probability of 10^-24.
 */
function pairTable(): PairTable {
  const parts = [smallNumbers(), smallNumbers(), smallNumbers(), smallNumbers()] as const;
  const [first, second, third, fourth] = parts;
  const contact = numbers();
  /** The rows of texts that are not a hash of 256 bits in base64url. They are in no slot. */
  const others = new Map<string, readonly number[]>();
  const wanted = new Uint32Array(4);
  const isWanted = (row: number): boolean =>
    first.at(row) === wanted[0] &&
    second.at(row) === wanted[1] &&
    third.at(row) === wanted[2] &&
    fourth.at(row) === wanted[3];
  let length = 0;
  // Open addressing. 0 is an empty slot, so rows count from 1. Rows with one hash follow one another as they were added.
  let slots = new Uint32Array(1_024);
  const slotOf = (one: number, other: number): number =>
    (Math.imul(one, 0x9e_37_79_b1) ^ Math.imul(other, 0x85_eb_ca_6b)) & (slots.length - 1);
  const put = (row: number): void => {
    let slot = slotOf(first.at(row), second.at(row));
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = row + 1;
  };
  const find = (hash: string): readonly number[] => {
    if (!readHash(hash, wanted)) return others.get(hash) ?? [];
    const rows: number[] = [];
    for (let slot = slotOf(wanted[0] ?? 0, wanted[1] ?? 0); ; slot = (slot + 1) & (slots.length - 1)) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0) return rows;
      if (isWanted(row)) rows.push(row);
    }
  };
  return {
    size: () => length,
    contactAt: contact.at,
    find,
    add: (hash, code) => {
      const known = find(hash);
      if (known.some((row) => contact.at(row) === code)) return;
      const row = length;
      length += 1;
      contact.add(code);
      const isHash = readHash(hash, wanted);
      for (const [index, part] of parts.entries()) part.add(wanted[index] ?? 0);
      if (!isHash) {
        others.set(ownText(hash), [...known, row]);
        return;
      }
      if (length * 2 > slots.length) {
        const rows = slots.filter((slot) => slot !== 0).toSorted();
        slots = new Uint32Array(slots.length * 2);
        for (const each of rows) put(each - 1);
      }
      put(row);
    },
  };
}

/** Reads the first 120 bits of a hash. Returns false, and zeros, for a text that is not a hash. */
function readHash(hash: string, into: Uint32Array): boolean {
  into.fill(0);
  if (!hashForm.test(hash)) return false;
  for (let index = 0; index < 20; index += 1) {
    const part = Math.floor(index / 5);
    into[part] = (into[part] ?? 0) * 64 + (digitValues[hash.charCodeAt(index)] ?? 0);
  }
  return true;
}

const hashForm = /^[A-Za-z0-9_-]{43}$/u;
const digitValues = new Uint8Array(128);
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
for (let value = 0; value < digits.length; value += 1) digitValues[digits.charCodeAt(value)] = value;
