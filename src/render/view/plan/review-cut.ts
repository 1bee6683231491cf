import type { ReviewItem } from './review.ts';
import type { LineStatus } from './target-counts.ts';

/** The first items of a review, and the number of the others by kind. */
export interface ReviewCut {
  readonly shown: readonly ReviewItem[];
  readonly hidden: readonly ReviewItem[];
  /** In the order of the review. */
  readonly hiddenKinds: readonly HiddenKind[];
}

interface HiddenKind {
  readonly word: string;
  readonly amount: number;
  /** The status of the entries of the kind; absent for lists and diagnostics. */
  readonly status?: LineStatus;
}

/** Splits a review after its `most` most serious items. */
export function cutReview(items: readonly ReviewItem[], most: number): ReviewCut {
  const hidden = items.slice(most);
  const kinds = new Map<string, HiddenKind>();
  for (const { word, status } of hidden) {
    const amount = (kinds.get(word)?.amount ?? 0) + 1;
    kinds.set(word, status === undefined ? { word, amount } : { word, amount, status });
  }
  return { shown: items.slice(0, most), hidden, hiddenKinds: [...kinds.values()] };
}
