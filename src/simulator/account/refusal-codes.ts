/** The codes with which HubSpot refuses a sequence enrollment, and its message for each. HubSpot publishes no list. */

/** Codes that concern the contact of one request. `refuse` gives them to a contact. */
const contactMessages = {
  NO_EMAIL: 'The contact has no email address.',
  UNSUBSCRIBED: 'The contact has opted out of all email.',
  RECIPIENT_PREVIOUSLY_BOUNCED: 'Email to the contact has bounced.',
  RECIPIENT_PREVIOUSLY_BOUNCED_ON_PORTAL: 'Email from this account to the contact has bounced.',
  RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY: 'Email from another account to the contact has bounced.',
  PREVIOUSLY_MARKED_AS_SPAM: 'The contact has marked email as spam.',
  GLOBALLY_BLOCKED_RECIPIENT_ADDRESS: 'The address of the contact is blocked in all accounts.',
  GLOBALLY_BLOCKED_RECIPIENT_DOMAIN: 'The domain of the contact is blocked in all accounts.',
  BLOCKED_ADDRESS: "The contact's address is blocked.",
  BLOCKED_DOMAIN: "The contact's domain is blocked.",
  CONTACT_MISSING: 'The contact does not exist.',
  CONTACT_INVALID_EMAIL_ADDRESS: 'The contact has an invalid email address.',
  GDPR: 'The contact has no legal basis for email.',
  ALREADY_ENROLLED: 'The contact is enrolled in a sequence.',
  ENROLLMENT_STATE: 'The state of the enrollment does not allow it.',
  OTHER_SEND_REJECTED: 'The email was rejected.',
  UNSATISFIABLE_CONSTRAINTS: 'The constraints of the enrollment cannot be satisfied.',
  EMAIL_ATTACHMENT_PROCESSING_FAILED: 'An attachment could not be processed.',
} as const;

/** Codes that concern the sender. `refuse` and `disconnect-inbox` give them to an owner. */
const senderMessages = {
  NO_SEAT: 'The user has no Sales or Service Hub seat.',
  NO_INBOX: 'The user has no connected inbox.',
  FOREIGN_SENDER: 'The sender is not an inbox or alias of the user.',
  PUBLIC_ENROLL_NO_CONNECTED_EMAILS: 'The user has no connected inboxes.',
  DISCONNECTED_INBOX: 'The inbox of the user is disconnected.',
  NO_INBOX_FOR_SENDER_ADDRESS: 'The sender address has no inbox.',
  NO_SETTINGS_FOR_GENERIC_INBOX: 'The inbox has no settings.',
  SEND_LIMIT_EXCEEDED: "The inbox has reached the day's limit of enrollments.",
  RATE_LIMITED_BY_PROVIDER: 'The email provider limits the inbox.',
  RATE_LIMITED_BY_CLIENT: 'The inbox sends too fast.',
  DOWNGRADE: 'The account was downgraded.',
  PERMANENT_FAIL: 'The inbox failed permanently.',
} as const;

export type ContactCode = keyof typeof contactMessages;
export type SenderCode = keyof typeof senderMessages;
export type SequenceRefusal = ContactCode | SenderCode;

export const contactCodes: readonly string[] = Object.keys(contactMessages);
export const senderCodes: readonly string[] = Object.keys(senderMessages);

export const refusalMessages: Readonly<Record<SequenceRefusal, string>> = {
  ...contactMessages,
  ...senderMessages,
};

export function isContactCode(code: string): code is ContactCode {
  return Object.hasOwn(contactMessages, code);
}

export function isSenderCode(code: string): code is SenderCode {
  return Object.hasOwn(senderMessages, code);
}

/** Returns a code with its prefix, as HubSpot spells it. */
export function fullCode(code: SequenceRefusal): string {
  const isFriendly = code === 'PUBLIC_ENROLL_NO_CONNECTED_EMAILS';
  return `${isFriendly ? 'SequenceStandardFriendlyError' : 'SequenceError'}.${code}`;
}
