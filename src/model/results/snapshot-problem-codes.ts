/** The codes of failures about copies of an account and about stories, with their kind. */
export const snapshotKinds = {
  'account-file': 'input',
  'day-not-played': 'input',
  'no-such-rep': 'input',
  'no-stories': 'input',
  'snapshot-address': 'internal',
  'snapshot-key': 'input',
  'snapshot-path': 'input',
  'snapshot-pattern': 'input',
  'snapshot-property': 'input',
} as const;
