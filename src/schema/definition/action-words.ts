import type { ActionContent } from '../../model/definition.ts';

/** The key that names each typed action in the file. */
export const actionWords = {
  delay: 'delay',
  'set-property': 'set',
  'add-to-list': 'addToList',
  'remove-from-list': 'removeFromList',
  'enroll-in-sequence': 'enrollInSequence',
  'unenroll-from-sequence': 'unenrollFromSequence',
  'send-email': 'sendEmail',
} as const satisfies Readonly<Record<Exclude<ActionContent['does'], 'raw'>, string>>;

/** The words for the units of delays that HubSpot does not count in minutes. */
export const unitWords = { HOURS: 'hours', DAYS: 'days', WEEKS: 'weeks' } as const;

export const definitionFormatVersion = 1;
