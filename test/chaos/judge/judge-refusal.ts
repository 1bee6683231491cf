/** Judges why rollcall refused a saved plan. */
import type { Files } from '../histories/files.ts';
import type { Book } from './book.ts';
import type { Facts } from './facts.ts';

export interface SavedPlan {
  /** The files that it was made from. */
  readonly files: Files;
  readonly expiresAt: string;
  /** The ledger that sealed it: a copy, and a backup that is put back, are the same ledger. */
  readonly ledger: number;
  readonly altered: boolean;
  readonly sameFiles: boolean;
  /** It was applied before. */
  readonly used: boolean;
}

export function judgeRefusal(
  code: string,
  saved: SavedPlan | undefined,
  { book, facts }: { readonly book: Book; readonly facts: Facts },
): void {
  const untrue = saved && untrueRefusal(code, saved, { book, facts });
  if (untrue !== undefined) book.blame('false-statement', `saved plan refused with ${code}: ${untrue}`);
}

function untrueRefusal(
  code: string,
  { altered, ledger, expiresAt, sameFiles, used }: SavedPlan,
  { book, facts }: { readonly book: Book; readonly facts: Facts },
): string | undefined {
  switch (code) {
    case 'plan-tampered':
      return altered ? undefined : 'it was not altered';
    case 'plan-unsealed':
      return 'it has a seal';
    case 'plan-other-ledger':
      return ledger === book.memory.ledger ? 'it is the same ledger' : undefined;
    case 'plan-expired':
      return facts.now < expiresAt ? `it is good until ${expiresAt}` : undefined;
    case 'plan-files-changed':
    case 'plan-configuration-changed':
      return sameFiles ? 'the files did not change' : undefined;
    case 'plan-used':
      return used ? undefined : 'it was not applied before';
    default:
      return undefined;
  }
}
