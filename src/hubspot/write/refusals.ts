import type { Refusal, RefusalCause } from '../../model/account.ts';
import { type HubSpotError, shortMessage, toHubSpotResponse } from '../http/errors.ts';
import type { HubSpotRequest } from '../http/request.ts';
import { objectOf } from '../http/response.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Maps refusal codes to a cause and a help. HubSpot publishes no list; the codes come from its app and its users. */
interface RefusalRule {
  readonly cause: RefusalCause;
  /** Whole words of `errorType`, `category`, `subCategory` or the message, in any case. */
  readonly codes: readonly string[];
  /** Matches the message of a 4xx response without a known code. */
  readonly sentence?: RegExp;
  /** The cause in plain words. A rule about the sender calls it `the sender`. */
  readonly reason: string;
  readonly help: string;
}

/** The first rule that matches applies. */
const refusalRules: readonly RefusalRule[] = [
  {
    cause: 'contact',
    codes: ['UNSUBSCRIBED', 'OPTED_OUT', 'OPT_OUT', 'GDPR'],
    sentence: /unsubscribed|opted[ -]out/i,
    reason: 'the contact opted out of email',
    help: 'Remove the line from the file. Only the contact can opt in again.',
  },
  {
    cause: 'contact',
    codes: [
      'RECIPIENT_PREVIOUSLY_BOUNCED',
      'RECIPIENT_PREVIOUSLY_BOUNCED_ON_PORTAL',
      'RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY',
    ],
    sentence: /\bbounced\b/i,
    reason: 'an earlier email to the contact bounced',
    help: "Correct the contact's email in HubSpot.",
  },
  {
    cause: 'contact',
    codes: ['PREVIOUSLY_MARKED_AS_SPAM', 'QUARANTINED'],
    sentence: /as spam\b|quarantined/i,
    reason: 'the contact marked an earlier email as spam, or HubSpot quarantined the address',
    help: 'Remove the line from the file.',
  },
  {
    cause: 'contact',
    codes: ['GLOBALLY_BLOCKED_RECIPIENT_ADDRESS', 'GLOBALLY_BLOCKED_RECIPIENT_DOMAIN'],
    reason: "HubSpot blocks the contact's address or domain in all accounts",
    help: 'Remove the line from the file, or ask HubSpot support.',
  },
  {
    cause: 'contact',
    codes: ['BLOCKED_ADDRESS', 'BLOCKED_DOMAIN'],
    sentence: /(?:address|domain) is blocked/i,
    reason: "the contact's address or domain is on a block list",
    help: 'Unblock it in HubSpot (Settings > Sequences), or remove the line from the file.',
  },
  {
    cause: 'contact',
    codes: ['NO_EMAIL', 'MISSING_EMAIL', 'CONTACT_INVALID_EMAIL_ADDRESS'],
    sentence: /\b(?:no|without an?|missing) e-?mail/i,
    reason: 'the contact has no valid email address',
    help: 'Give the contact a valid email address in HubSpot.',
  },
  {
    cause: 'contact',
    codes: ['CONTACT_MISSING'],
    reason: 'HubSpot does not find the contact',
    help: 'Run `rollcall plan`: it shows whether the contact was deleted or merged.',
  },
  {
    cause: 'contact',
    codes: [],
    sentence: /contact with the same email as the user/i,
    reason: 'the contact has the email address of the sender',
    help: 'Remove the line, or use another `sender`.',
  },
  {
    cause: 'state',
    codes: ['ALREADY_ENROLLED', 'ALREADY_IN_SEQUENCE', 'ENROLLMENT_STATE'],
    sentence: /already (?:actively )?(?:enrolled|in a)\b|is enrolled in (?:a sequence|the workflow)/i,
    reason: 'the contact is already enrolled',
    help: 'Run `rollcall plan`: it shows where the contact is enrolled now.',
  },
  {
    cause: 'sender',
    codes: ['SEND_LIMIT_EXCEEDED', 'RATE_LIMITED_BY_PROVIDER', 'RATE_LIMITED_BY_CLIENT'],
    sentence: /\b(?:send|sending|daily|day's) limit/i,
    reason: 'the sender has reached the sending limit of its inbox',
    help: 'Apply again tomorrow, or use another `sender`.',
  },
  {
    cause: 'sender',
    codes: ['NO_SEAT', 'DOWNGRADE'],
    sentence: /\bseat\b/i,
    reason: 'the sender has no Sales or Service Hub seat',
    help: 'Assign a seat in HubSpot (Professional or Enterprise), or use another `sender`.',
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
    reason: 'the sender has no connected inbox',
    help: 'Connect the inbox in HubSpot (Settings > General > Email), or use another `sender`.',
  },
  {
    cause: 'sender',
    codes: ['FOREIGN_SENDER', 'INVALID_SENDER'],
    sentence: /not an? (?:inbox|alias|address) (?:or alias )?of the user/i,
    reason: 'the sender does not own the address to send from',
    help: "Use an address of the sender's own connected inbox, or one of its aliases.",
  },
  {
    cause: 'unclear',
    codes: ['OTHER_SEND_REJECTED', 'UNSATISFIABLE_CONSTRAINTS', 'EMAIL_ATTACHMENT_PROCESSING_FAILED'],
    reason: 'HubSpot refused the request and does not report the reason',
    help: 'Enroll the contact by hand in HubSpot: its app shows more.',
  },
];

/** Returns the refusal for a known code in an error body, independent of the status; undefined without one. */
export function refusalByCode(request: HubSpotRequest, error: HubSpotError): Refusal | undefined {
  if (isStamp(request)) return undefined;
  for (const rule of refusalRules) {
    const code = rule.codes.find((candidate) => error.codes.has(candidate));
    if (code !== undefined) return makeRefusal(request, error, { ...rule, code });
  }
  return undefined;
}

/** Returns the refusal of a 4xx response: by its code, else by its message, else by its status. */
export function refusalBy4xx(request: HubSpotRequest, error: HubSpotError): Refusal {
  if (isStamp(request)) return makeRefusal(request, error, stampRule(request, error));
  const { message } = error;
  const bySentence = refusalRules.find(({ sentence }) => message !== undefined && sentence?.test(message));
  return refusalByCode(request, error) ?? makeRefusal(request, error, bySentence ?? fallbackRule(error));
}

/**
 * Returns whether a 403 is about the contact or the sender, not the token: no scope is missing, and a rule matches or the
 * message names a user.
 */
export function isAboutRequest(request: HubSpotRequest, error: HubSpotError): boolean {
  if (isStamp(request) || error.missingScopes.length > 0 || error.codes.has('MISSING_SCOPES')) return false;
  const { cause, code } = refusalBy4xx(request, error);
  return cause !== 'unclear' || code !== undefined || namesUser(error);
}

/** Setting a property enrolls no contact: the text of its refusal is not about a contact or a sender. */
function isStamp({ route }: HubSpotRequest): boolean {
  return route.name === 'contact-stamp';
}

/** Returns the rule of a refused property. Since 2026-09 HubSpot checks the validation rules of the account. */
function stampRule(
  { body }: HubSpotRequest,
  error: HubSpotError,
): Pick<RefusalRule, 'cause' | 'reason' | 'help'> {
  if (error.status !== 400) return fallbackRule(error);
  const names = Object.keys(objectOf(objectOf(body)['properties'])).map((name) => `\`${name}\``);
  const details = (error.details.length > 0 ? error.details : [error.message ?? '']).map(shortMessage);
  const detail = details.filter(Boolean).join('; ');
  return {
    cause: 'unclear',
    reason: `HubSpot refused to set the property ${names.join(', ')}${detail === '' ? '' : `: ${detail}`}`,
    help: 'If it is a validation rule of the property, change the rule in HubSpot, or name an unenroll workflow (`unenroll: { workflow: … }`).',
  };
}

function fallbackRule(error: HubSpotError): Pick<RefusalRule, 'cause' | 'reason' | 'help'> {
  const detail = error.message === undefined ? '' : `: ${shortMessage(error.message)}`;
  if (error.status === 403 && namesUser(error)) {
    return {
      cause: 'sender',
      reason: `HubSpot refused the sender${detail}`,
      help: 'Check in HubSpot that the sender may use sequences, or use another `sender`.',
    };
  }
  if (error.status === 404) {
    return {
      cause: 'unclear',
      reason: `HubSpot does not find an object of the request${detail}`,
      help: 'Run `rollcall plan`: it shows what was deleted.',
    };
  }
  return {
    cause: 'unclear',
    reason: `HubSpot refused the request${detail}`,
    help: 'Correct what HubSpot reports, then plan again.',
  };
}

function namesUser({ message = '' }: HubSpotError): boolean {
  return /\b(?:user|sender)\b/i.test(message);
}

function makeRefusal(
  request: HubSpotRequest,
  error: HubSpotError,
  { cause, code, reason, help }: Pick<RefusalRule, 'cause' | 'reason' | 'help'> & { readonly code?: string },
): Refusal {
  const response = toHubSpotResponse(request, error, code);
  return { cause, ...omitUndefined({ code }), reason, help, response };
}
