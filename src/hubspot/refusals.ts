import type { WriteAnswer } from '../model/account.ts';
import type { RawAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { describeError, hubspotErrorOf } from './hubspot-error.ts';
import type { HubSpotError } from './hubspot-error.ts';

type Refused = Extract<WriteAnswer, { outcome: 'refused' }>;

interface Reason {
  readonly when: (error: HubSpotError) => boolean;
  /** The person is the reason, not the request. */
  readonly blocked: boolean;
  readonly help: string;
}

/** Reasons of HubSpot's that a person can do something about; the first that fits counts. */
const reasons: readonly Reason[] = [
  {
    when: says(/UNSUBSCRIBED|OPTED_OUT|OPT_OUT/, /unsubscribed|opted[ -]out/i),
    blocked: true,
    help: 'The person opted out of mail. Take the line out of the file; only the person can opt in again.',
  },
  {
    when: says(/BOUNCED/, /\bbounced\b/i),
    blocked: true,
    help: "Mail to the person bounced before. Correct the contact's address in HubSpot.",
  },
  {
    when: says(/MARKED_AS_SPAM|QUARANTINED/, /as spam\b|quarantined/i),
    blocked: true,
    help: 'The person marked earlier mail as spam, or HubSpot holds the address back. Take the line out of the file.',
  },
  {
    when: says(/BLOCKED_(?:ADDRESS|DOMAIN)/, /(?:address|domain) is blocked/i),
    blocked: true,
    help: 'The address or its domain is on the block list of the account (Settings, Sequences).',
  },
  {
    when: says(
      /ALREADY_ENROLLED|ALREADY_IN_SEQUENCE/,
      /already (?:actively )?(?:enrolled|in a)\b|is enrolled in a sequence/i,
    ),
    blocked: true,
    help: 'The person is in a sequence already. Plan again: it is waiting until that one is over.',
  },
  {
    when: says(
      /(?:NO|MISSING|INVALID)_(?:CONTACT_|RECIPIENT_)?EMAIL/,
      /\b(?:no|without an?|missing) e-?mail/i,
    ),
    blocked: true,
    help: 'Give the contact an e-mail address in HubSpot; it has none that mail can go to.',
  },
  {
    when: says(/SEND_LIMIT/, /\b(?:send|sending|daily|day's) limit/i),
    blocked: false,
    help: "The sender's inbox has reached its day's limit. Apply again tomorrow, or name another sender.",
  },
  {
    when: says(/SEAT/, /\bseat\b/i),
    blocked: false,
    help: 'Give the sender a Sales or Service Hub seat (Professional or Enterprise), or name another sender.',
  },
  {
    when: says(/INBOX/, /connected inbox|inbox (?:is )?(?:not |dis)connected/i),
    blocked: false,
    help: 'Let the sender connect a personal inbox to HubSpot (Settings, General, Email), or name another sender.',
  },
  {
    when: says(/FOREIGN_SENDER|INVALID_SENDER/, /not an? (?:inbox|alias|address) (?:or alias )?of the user/i),
    blocked: false,
    help: "Name an address that the sender's own connected inbox or alias has.",
  },
  {
    when: ({ status }) => status === 404,
    blocked: false,
    help: 'HubSpot does not find what the request names. Plan again: it shows what was deleted.',
  },
];

/**
 * Whether a 403 is about this person or sender, and so says nothing of the token: for a reason that is
 * known, or in words that name a user and no scope.
 */
export function isAboutRequest(error: HubSpotError): boolean {
  if (error.missingScopes.length > 0 || error.words.includes('MISSING_SCOPES')) return false;
  return reasons.some(({ when }) => when(error)) || /\b(?:user|sender)\b/i.test(error.message ?? '');
}

/** A 4xx after which nothing happened: why, and the person's next step. */
export function refusedWrite(call: Call, answer: RawAnswer): Refused {
  const error = hubspotErrorOf(answer);
  const known = reasons.find(({ when }) => when(error));
  return {
    outcome: 'refused',
    blocked: known?.blocked ?? false,
    reason: `HubSpot refused it: ${call.shown} answered ${describeError(error)}`,
    help: known?.help ?? 'Nothing happened. Correct what HubSpot names, then plan again.',
  };
}

/** Whether the reason is there as a code, or, since nobody has published where codes stand, in a sentence. */
function says(code: RegExp, sentence: RegExp): (error: HubSpotError) => boolean {
  return ({ words, message }) =>
    words.some((word) => code.test(word)) || (message !== undefined && sentence.test(message));
}
