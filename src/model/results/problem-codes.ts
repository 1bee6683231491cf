/**
 * The codes of all diagnostics, checks and failures, with their kinds. Codes are stable and public: scripts compare
 * them. rollcall decides by kind or by one exact code, never by a part of a code or message.
 */

import { definitionKinds } from './definition-problem-codes.ts';
import { snapshotKinds } from './snapshot-problem-codes.ts';

/**
 * The subject of a diagnostic. `limit`: an exceeded limit; the plan remains visible. `plan`: found while planning.
 * `file`: found while reading the files. `advice`: a better way. `account`: a fact about the account or the ledger.
 */
type DiagnosticKind = 'limit' | 'plan' | 'file' | 'advice' | 'account';

const diagnosticKinds = {
  'limit-create': 'limit',
  ...definitionKinds,
  'limit-enroll': 'limit',
  'limit-reenroll': 'limit',
  'limit-unenroll': 'limit',

  'absent-contradicts': 'plan',
  'absent-unmatched': 'plan',
  'active-list-wrong': 'plan',
  'archives-need-review': 'plan',
  'unenroll-workflow-unfit': 'plan',
  'ever-list-wrong': 'plan',
  'exit-workflow-unenrolls-from-others': 'plan',
  'exit-workflow-wrong': 'plan',
  'property-missing': 'plan',
  'property-option-missing': 'plan',
  'unenrolls-only-once': 'plan',
  'unenroll-suppressed-by-list': 'plan',
  'list-missing': 'plan',
  'member-and-absent': 'plan',
  'members-empty': 'plan',
  'filter-matches-nothing': 'plan',
  'no-ledger': 'plan',
  'nothing-to-undo': 'plan',
  'only-suppressions': 'plan',
  'retired-target-unreadable': 'plan',
  'routes-end': 'plan',
  'same-person-twice': 'plan',
  'sender-alias-unused': 'plan',
  'sender-without-seat': 'plan',
  'sequence-steps-unknown': 'plan',
  'suppressed-unmanaged': 'plan',
  'target-id-changed': 'plan',
  'target-not-ready': 'plan',
  'two-senders': 'plan',
  'via-does-not-enroll': 'plan',
  'via-list-is-audience': 'plan',
  'via-may-not-enroll': 'plan',
  'via-reenrolls': 'plan',
  'workflow-unenrolls-by-criteria': 'plan',
  'workflow-suppresses': 'plan',
  'workflow-unenrolls-from-others': 'plan',

  'yaml-alias-expansion': 'file',
  'alias-of-contact-owner': 'file',
  'alias-of-rotation': 'file',
  'bad-date': 'file',
  'bad-duration': 'file',
  'bad-email': 'file',
  'bad-id': 'file',
  'bad-ledger': 'file',
  'bad-ledger-id': 'file',
  'bad-limit': 'file',
  'bad-list': 'file',
  'bad-name': 'file',
  'bad-notify': 'file',
  'bad-token-name': 'file',
  'bad-number': 'file',
  'bad-pace': 'file',
  'bad-pattern': 'file',
  'bad-portal': 'file',
  'bad-rate': 'file',
  'bad-requirement': 'file',
  'bad-sender': 'file',
  'bad-unenroll': 'file',
  'binary-file': 'file',
  'boolean-as-id': 'file',
  'boolean-key': 'file',
  'csv-column': 'file',
  'csv-duplicate-column': 'file',
  'csv-empty-cell': 'file',
  'csv-row': 'file',
  'csv-syntax': 'file',
  'duplicate-absent': 'file',
  'duplicate-audience': 'file',
  'duplicate-key': 'file',
  'duplicate-member': 'file',
  'duplicate-sender': 'file',
  'duplicate-target': 'file',
  'empty-file': 'file',
  'empty-folder': 'file',
  'empty-members': 'file',
  'exclusive-without-active-list': 'file',
  'exclusive-without-members': 'file',
  'file-is-folder': 'file',
  'file-not-found': 'file',
  'file-not-regular': 'file',
  'file-outside-folder': 'file',
  'file-too-large': 'file',
  'fleet-misplaced-file': 'file',
  'fleet-name': 'file',
  'fleet-portal-twice': 'file',
  'fleet-token-twice': 'file',
  'freeze-ends-before-start': 'file',
  'id-and-name': 'file',
  'include-is-folder': 'file',
  'include-not-found': 'file',
  'include-not-regular': 'file',
  'include-outside-folder': 'file',
  'include-too-large': 'file',
  'ledger-password': 'file',
  'line-too-long': 'file',
  'member-of-two-sequences': 'file',
  'misplaced-entry': 'file',
  'missing-key': 'file',
  'missing-portal': 'file',
  'missing-version': 'file',
  'not-a-map': 'file',
  'not-utf8': 'file',
  'null-value': 'file',
  'replaced-key': 'file',
  'replaces-itself': 'file',
  'retired-with-members': 'file',
  'retired-without-active-list': 'file',
  'sequence-without-sender': 'file',
  'unclear-entry': 'file',
  'unenroll-itself': 'file',
  'unknown-audience': 'file',
  'unknown-key': 'file',
  'unsupported-version': 'file',
  'workflow-key-in-sequence': 'file',
  'workflow-with-sender': 'file',
  'wrong-entry': 'file',
  'wrong-value': 'file',
  'yaml-alias': 'file',
  'yaml-indentation': 'file',
  'yaml-key': 'file',
  'yaml-merge': 'file',
  'yaml-syntax': 'file',
  'yaml-tab': 'file',
  'yaml-tag': 'file',
  'yaml-too-deep': 'file',
  'yaml-two-documents': 'file',

  'audience-unused': 'advice',
  'no-unenroll-route': 'advice',
  'pace-above-limit': 'advice',
  'sequence-looks-like-broadcast': 'advice',
  'since-in-future': 'advice',
  'suppressed-member': 'advice',
  'suppression-lookalike': 'advice',
  'workflow-for-one-person': 'advice',

  'ledger-not-shared': 'account',
} as const satisfies Readonly<Record<string, DiagnosticKind>>;

/** The code of a problem that rollcall diagnoses in the files, the plan or the account. */
export type DiagnosticCode = keyof typeof diagnosticKinds;

/** Returns the kind of a diagnostic; `account` for the code of a check or a failure. */
export function diagnosticKind(code: CheckCode): DiagnosticKind {
  return isDiagnosticCode(code) ? diagnosticKinds[code] : 'account';
}

function isDiagnosticCode(code: CheckCode): code is DiagnosticCode {
  return Object.hasOwn(diagnosticKinds, code);
}

/** The code of a `doctor` check that is neither a diagnostic nor a failure. */
type OwnCheckCode =
  | 'account'
  | 'api-version'
  | 'api-version-missing'
  | 'clock'
  | 'clock-differs'
  | 'definition'
  | 'files'
  | 'ledger'
  | 'ledger-missing'
  | 'ledger-not-pinned'
  | 'list'
  | 'routes-no-end-date'
  | 'not-checked'
  | 'rate'
  | 'quota-low'
  | 'routes-end-soon'
  | 'routes-ended'
  | 'scope'
  | 'scope-not-tried'
  | 'sender'
  | 'sender-missing'
  | 'target'
  | 'target-disabled'
  | 'target-unsuitable'
  | 'token-kind'
  | 'token-may-end';

/** The code of a check: its own, or that of the diagnostic or failure that it found. */
export type CheckCode = OwnCheckCode | DiagnosticCode | FailureCode;

/** The source of a failure. The executor stops on every failure of the kind `ledger`. */
export type FailureKind =
  | 'account'
  | 'input'
  | 'internal'
  | 'ledger'
  | 'lock'
  | 'network'
  | 'plan'
  | 'quota'
  | 'simulator';

const failureKinds = {
  'base-url': 'account',
  'hubspot-busy': 'account',
  'hubspot-refused': 'account',
  'hubspot-no-response': 'account',
  'hubspot-unexpected': 'account',
  'list-not-of-contacts': 'account',
  'scope-missing': 'account',
  'sequence-name-ambiguous': 'account',
  'sequence-name-unknown': 'account',
  'target-missing': 'account',
  'token-malformed': 'account',
  'token-missing': 'account',
  'token-refused': 'account',
  'v2-routes-refused': 'account',
  'wrong-account': 'account',

  'archive-not-allowed': 'input',
  'bad-address': 'input',
  'bad-cursor': 'input',
  'bad-flag': 'input',
  'bad-ledger': 'input',
  'bad-line': 'input',
  'cannot-edit': 'input',
  'ci-not-vendored': 'input',
  'fleet-not-found': 'input',
  contradiction: 'input',
  'copy-differs': 'input',
  'definition-missing': 'input',
  'duplicate-target': 'input',
  'empty-file': 'input',
  'events-file': 'input',
  'file-exists': 'input',
  'file-outside-folder': 'input',
  'place-chosen-by-text': 'input',
  'text-not-read': 'input',
  'file-read': 'input',
  'file-unreadable': 'input',
  'file-write': 'input',
  'forget-active': 'input',
  'forget-outcome-unknown': 'input',
  'invalid-configuration': 'input',
  'ledger-password': 'input',
  'needs-approval': 'input',
  'no-ledger': 'input',
  'no-such-address': 'input',
  'no-such-contact': 'input',
  'no-such-role': 'input',
  'no-such-run': 'input',
  'no-such-target': 'input',
  'not-declared': 'input',
  'not-packable': 'input',
  'nothing-to-apply': 'input',
  'nothing-to-settle': 'input',
  'nothing-refused': 'input',
  'nothing-unknown': 'input',

  internal: 'internal',
  interrupted: 'internal',

  'ledger-elsewhere': 'ledger',
  'ledger-exists': 'ledger',
  'ledger-file-deleted': 'ledger',
  'ledger-without-roles': 'ledger',
  'ledger-incomplete': 'ledger',
  'ledger-moved': 'ledger',
  'ledger-newer': 'ledger',
  'ledger-not-empty': 'ledger',
  'ledger-older': 'ledger',
  'ledger-id-differs': 'ledger',
  'intent-already-settled': 'ledger',
  'ledger-unreachable': 'ledger',
  'ledger-unreadable': 'ledger',
  'ledger-write': 'ledger',

  'lock-lost': 'lock',
  locked: 'lock',
  'lock-id-differs': 'lock',

  'proxy-refused': 'network',
  'proxy-setting': 'network',
  'proxy-unreachable': 'network',

  'plan-and-files': 'plan',
  'plan-configuration-changed': 'plan',
  'plan-duplicate': 'plan',
  'plan-expired': 'plan',
  'plan-files-changed': 'plan',
  'plan-missing': 'plan',
  'configuration-unreviewed': 'plan',
  'plan-newer': 'plan',
  'plan-older': 'plan',
  'plan-other-account': 'plan',
  'plan-other-flags': 'plan',
  'plan-other-ledger': 'plan',
  'plan-refused': 'plan',
  'plan-tampered': 'plan',
  'plan-unexpected': 'plan',
  'plan-unreadable': 'plan',
  'plan-unsealed': 'plan',
  'plan-superseded': 'plan',
  'plan-used': 'plan',

  'quota-too-small': 'quota',
  'session-requests-used-up': 'quota',
  'quota-used-up': 'quota',

  ...snapshotKinds,

  'simulator-action': 'simulator',
  'simulator-duration': 'simulator',
  'simulator-fault': 'simulator',
  'simulator-cross-origin': 'simulator',
  'simulator-port': 'simulator',
  'simulator-state': 'simulator',
  'simulator-unreachable': 'simulator',
  'simulator-variant': 'simulator',
  'simulator-write': 'simulator',
} as const satisfies Readonly<Record<string, FailureKind>>;

/** The code of a failure that ends a command. */
export type FailureCode = keyof typeof failureKinds;

/** Returns whether a text is a failure code; a simulator of another version may send an unknown one. */
export function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(failureKinds, text);
}

/** Returns the kind of a failure. */
export function failureKind(code: FailureCode): FailureKind {
  return failureKinds[code];
}
