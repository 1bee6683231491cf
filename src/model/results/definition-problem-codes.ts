/** The codes of problems in definition files, with their kind. */
export const definitionKinds = {
  'action-cycle-without-delay': 'file',
  'action-id-duplicate': 'file',
  'action-next-unknown': 'file',
  'action-no-end': 'file',
  'action-type-refused': 'file',
  'action-unclear': 'file',
  'action-unreachable': 'file',
  'bad-definition-path': 'file',
  'definition-kind': 'file',
  'definition-not-for-contacts': 'file',
  'definition-raw': 'file',
  'definition-unreadable': 'file',
  'definition-version': 'file',
  'delay-time-of-day': 'file',
  'filter-not-equal': 'file',
} as const;
