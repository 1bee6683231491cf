import type { ObservedState } from '../model/observed-state.ts';

/** Whole addresses for `--show-emails`: of contacts, by id. */
export function revealFrom(observed: ObservedState): (contactIdOrAddress: string) => string | undefined {
  return (id) => observed.contacts.get(id)?.email;
}
