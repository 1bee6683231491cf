import type { Refusal, RefusalCause } from '../../model/account.ts';
import { describeError, type HubSpotError } from '../http/errors.ts';
import type { HubSpotRequest } from '../http/request.ts';

/** Maps refusal codes to a cause and a help. HubSpot publishes no list; the codes come from its app and its users. */
interface RefusalRule {
  readonly cause: RefusalCause;
  /** Whole words of `errorType`, `category`, `subCategory` or the message, in any case. */
  readonly codes: readonly string[];
  /** Matches the message of a 4xx response without a known code. */
  readonly sentence?: RegExp;
  readonly help: string;
}

/** The first rule that matches applies. */
const refusalRules: readonly RefusalRule[] = [
  {
    cause: 'contact',
    codes: ['UNSUBSCRIBED', 'OPTED_OUT', 'OPT_OUT', 'GDPR'],
    sentence: /unsubscribed|opted[ -]out/i,
    help: 'The contact opted out of email. Remove the line from the file. Only the contact can opt in again.',
  },
  {
    cause: 'contact',
    codes: [
      'RECIPIENT_PREVIOUSLY_BOUNCED',
      'RECIPIENT_PREVIOUSLY_BOUNCED_ON_PORTAL',
      'RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY',
    ],
    sentence: /\bbounced\b/i,
    help: "An earlier email to the contact bounced. Correct the contact's email in HubSpot.",
  },
  {
    cause: 'contact',
    codes: ['PREVIOUSLY_MARKED_AS_SPAM', 'QUARANTINED'],
    sentence: /as spam\b|quarantined/i,
    help: 'The contact marked an earlier email as spam, or HubSpot quarantined the address. Remove the line from the file.',
  },
  {
    cause: 'contact',
    codes: [
      'BLOCKED_ADDRESS',
      'BLOCKED_DOMAIN',
      'GLOBALLY_BLOCKED_RECIPIENT_ADDRESS',
      'GLOBALLY_BLOCKED_RECIPIENT_DOMAIN',
    ],
    sentence: /(?:address|domain) is blocked/i,
    help: 'The address or its domain is blocked, in Settings, Sequences, or by HubSpot. Unblock it in HubSpot, or remove the line from the file.',
  },
  {
    cause: 'contact',
    codes: ['NO_EMAIL', 'MISSING_EMAIL', 'CONTACT_INVALID_EMAIL_ADDRESS'],
    sentence: /\b(?:no|without an?|missing) e-?mail/i,
    help: 'Give the contact a valid email address in HubSpot.',
  },
  {
    cause: 'contact',
    codes: ['CONTACT_MISSING'],
    help: 'HubSpot does not find the contact. Plan again to see whether it was deleted or merged.',
  },
  {
    cause: 'contact',
    codes: [],
    sentence: /contact with the same email as the user/i,
    help: 'The contact has the address of the sender. Remove the line, or name another sender.',
  },
  {
    cause: 'state',
    codes: ['ALREADY_ENROLLED', 'ALREADY_IN_SEQUENCE', 'ENROLLMENT_STATE'],
    sentence: /already (?:actively )?(?:enrolled|in a)\b|is enrolled in (?:a sequence|the workflow)/i,
    help: 'Plan again to see where the contact is enrolled now.',
  },
  {
    cause: 'sender',
    codes: ['SEND_LIMIT_EXCEEDED', 'RATE_LIMITED_BY_PROVIDER', 'RATE_LIMITED_BY_CLIENT'],
    sentence: /\b(?:send|sending|daily|day's) limit/i,
    help: "The sender's inbox has reached its sending limit. Apply again tomorrow, or name another sender.",
  },
  {
    cause: 'sender',
    codes: ['NO_SEAT', 'DOWNGRADE'],
    sentence: /\bseat\b/i,
    help: 'Give the sender a Sales or Service Hub seat (Professional or Enterprise), or name another sender.',
  },
  {
    cause: 'sender',
    codes: [
      'NO_INBOX',
      'DISCONNECTED_INBOX',
      'PUBLIC_ENROLL_NO_CONNECTED_EMAILS',
      'NO_INBOX_FOR_SENDER_ADDRESS',
      'NO_SETTINGS_FOR_GENERIC_INBOX',
      'PERMANENT_FAIL',
    ],
    sentence: /connected inbox|inbox (?:is )?(?:not |dis)connected/i,
    help: 'Ask the sender to connect a personal inbox to HubSpot (Settings, General, Email), or name another sender.',
  },
  {
    cause: 'sender',
    codes: ['FOREIGN_SENDER', 'INVALID_SENDER'],
    sentence: /not an? (?:inbox|alias|address) (?:or alias )?of the user/i,
    help: "Name an address of the sender's own connected inbox, or one of its aliases.",
  },
  {
    cause: 'unclear',
    codes: ['OTHER_SEND_REJECTED', 'UNSATISFIABLE_CONSTRAINTS', 'EMAIL_ATTACHMENT_PROCESSING_FAILED'],
    help: 'HubSpot does not report the reason. Enroll the contact by hand in HubSpot: its app shows more.',
  },
];

/** Returns the refusal for a known code in an error body, independent of the status; undefined without one. */
export function refusalByCode(request: HubSpotRequest, error: HubSpotError): Refusal | undefined {
  const rule = refusalRules.find(({ codes }) => codes.some((code) => error.codes.has(code)));
  return rule && makeRefusal(request, error, rule);
}

/** Returns the refusal of a 4xx response: by its code, else by its message, else by its status. */
export function refusalBy4xx(request: HubSpotRequest, error: HubSpotError): Refusal {
  const { message } = error;
  const bySentence = refusalRules.find(({ sentence }) => message !== undefined && sentence?.test(message));
  return refusalByCode(request, error) ?? makeRefusal(request, error, bySentence ?? fallbackRule(error));
}

/**
 * Returns whether a 403 is about the contact or the sender, not the token: a rule matches, or the message names a user
 * and no scope is missing.
 */
export function isAboutRequest(request: HubSpotRequest, error: HubSpotError): boolean {
  if (error.missingScopes.length > 0 || error.codes.has('MISSING_SCOPES')) return false;
  const { cause } = refusalBy4xx(request, error);
  return cause !== 'unclear' || namesUser(error);
}

function fallbackRule(error: HubSpotError): Pick<RefusalRule, 'cause' | 'help'> {
  if (error.status === 403 && namesUser(error)) {
    return {
      cause: 'sender',
      help: 'Check in HubSpot that the sender may use sequences, or name another sender.',
    };
  }
  const help =
    error.status === 404
      ? 'HubSpot does not find an object of the request. Plan again to see what was deleted.'
      : 'Correct what HubSpot reports, then plan again.';
  return { cause: 'unclear', help };
}

function namesUser({ message = '' }: HubSpotError): boolean {
  return /\b(?:user|sender)\b/i.test(message);
}

function makeRefusal(
  request: HubSpotRequest,
  error: HubSpotError,
  { cause, help }: Pick<RefusalRule, 'cause' | 'help'>,
): Refusal {
  const reason = `HubSpot refused the request: ${request.label} returned ${describeError(error)}`;
  return { cause, reason, help };
}
