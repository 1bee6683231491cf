/** The codes of failures about copies of an account, with their kind. */
export const snapshotKinds = {
  'account-file': 'input',
  'snapshot-address': 'internal',
  'snapshot-key': 'input',
  'snapshot-pattern': 'input',
} as const;
