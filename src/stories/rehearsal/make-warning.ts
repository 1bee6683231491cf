/** What the warnings of a forecast have in common. */
import type { DesiredState } from '../../model/desired-state.ts';
import type { ChangeContact } from '../../model/results/plan.ts';
import type { RehearsalDay, RehearsalWarning, RehearsalWarningCode } from '../../model/results/rehearsal.ts';
import type { Day } from '../../model/time.ts';
import type { SeedSequence } from '../../simulator/account/account-seed.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { BrokenOnDay, Played } from './play.ts';

/** What the warnings are about. */
export interface Forecast {
  readonly played: Played;
  readonly timeline: readonly TimelineEvent[];
  readonly days: readonly RehearsalDay[];
  readonly broken: readonly BrokenOnDay[];
  readonly desired: Pick<DesiredState, 'freeze' | 'limits'>;
  /** Days within which a second sequence is a warning. */
  readonly apart: number;
  /** Whether the account was read for the forecast, so that `plan` shows the same. */
  readonly isRead: boolean;
  /** The sequences of the account, with the days on which they send, if these are known. */
  readonly sequences: readonly Pick<SeedSequence, 'id' | 'name' | 'settings'>[];
}

/** Contacts that a warning names; the message counts all. */
const namedContacts = 5;

/** Returns a warning with its days in order. */
export function warning(
  code: RehearsalWarningCode,
  text: { readonly message: string; readonly help: string },
  about: { readonly days: Iterable<Day>; readonly contacts?: readonly ChangeContact[] },
): readonly RehearsalWarning[] {
  const contacts = [...new Map((about.contacts ?? []).map((contact) => [contact.id, contact])).values()];
  const days = [...new Set(about.days)].toSorted();
  return [{ code, ...text, days, contacts: contacts.slice(0, namedContacts) }];
}
