/** What is embedded in a page for its script: texts once each, and a row of numbers for every line. */
import type { Tone } from '../view/line.ts';

export interface PageData {
  readonly statuses: readonly PageStatus[];
  readonly targets: readonly PageTarget[];
  readonly senders: readonly string[];
  readonly files: readonly string[];
  /** Every text that a row refers to, once. */
  readonly texts: readonly string[];
  /** The page of a contact, with `{id}` in it. */
  readonly contactPage: string;
  readonly rows: readonly PageRow[];
}

export interface PageStatus {
  readonly key: string;
  readonly word: string;
  readonly symbol: string;
  readonly tone: Tone;
  /** How a member of this status stands in the diff of its target; absent where it does not. */
  readonly mark?: '+' | '-' | ' ';
}

export interface PageTarget {
  readonly address: string;
  readonly name?: string;
  readonly link?: string;
}

/** Indexes into the lists above, -1 for none; the contact id as text, empty for none; the line counts from 1. */
export type PageRow = readonly [
  status: number,
  contactId: string,
  who: number,
  target: number,
  sender: number,
  text: number,
  help: number,
  file: number,
  line: number,
];
