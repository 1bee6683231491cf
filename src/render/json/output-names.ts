/** The documents that rollcall prints as JSON, and the lines of `--events`. */
export const outputNames = [
  'plan',
  'report',
  'drift',
  'accepted',
  'validation',
  'error',
  'history',
  'forgotten',
  'lease',
  'explanation',
  'checks',
  'unenrollWorkflow',
  'imported',
  'created',
  'ledgerCreated',
  'ledgerStatus',
  'ledgerCopied',
  'gapMarked',
  'pauses',
  'status',
  'resolved',
  'inspection',
  'event',
  'notification',
] as const;

export type OutputName = (typeof outputNames)[number];
