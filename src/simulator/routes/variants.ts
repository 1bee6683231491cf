import { Failure } from '../../model/failure.ts';

/**
 * Behavior that HubSpot has not published. Each open question is one variant, so that a client can be tested with
 * every value. The first value is the default.
 */
export const variantChoices = {
  /** Reading the enrollment of a contact that was never in a sequence. */
  enrollmentOfNever: ['not-found', 'empty'],
  /** Reading the enrollment of a contact whose latest sequence enrollment has ended. */
  enrollmentAfterEnd: ['present', 'not-found'],
  /** Status of enrolling a contact that is in a sequence. */
  alreadyEnrolled: [400, 409, 500],
  /** Status of sending from a user whose inbox is not connected. */
  noInbox: [400, 403, 500],
  /** Status of sending from a user without a seat. */
  noSeat: [403, 400, 500],
  /** Whether users are shown with their seats. */
  seatNames: ['shown', 'absent'],
  /** Status of sending from an address that is not the user's. */
  foreignSender: [400, 403, 500],
  /** Status of every other refused sequence enrollment. */
  otherRefusals: [400, 403, 409, 422, 500, 503],
  /** Whether a refused enrollment names its reason by a code or in a sentence only. */
  refusals: ['coded', 'prose'],
  /** v2: enrolling in a workflow that is turned off. `accepted` is 204 without effect. */
  disabledWorkflow: ['accepted', 'refused'],
  /** v2: enrolling a contact on a suppression list. */
  suppressedContact: ['accepted', 'refused'],
  /** v2: enrolling a contact that is in the workflow, or was and cannot be enrolled again. */
  alreadyInWorkflow: ['accepted', 'refused'],
  /** v2: unenrolling a contact that is not in the workflow. */
  notInWorkflow: ['accepted', 'not-found'],
  /** The kind of `simulated-token`; the account refuses tokens of another kind. `any`: it accepts every kind. */
  tokenKind: ['any', 'service-key', 'project-app', 'legacy-app'],
  /** The v2 requests that a service key may send. `read-only`: none that enroll or unenroll. */
  serviceKeyWorkflows: ['allowed', 'read-only', 'forbidden'],
  /** The versions that the account reaches. `dated`: all but legacy. `2026-03`: that and legacy. Others return 404. */
  apiVersions: ['all', 'dated', '2026-03', 'legacy'],
  /** The versions of the workflow routes that the account reaches. Others return 404. */
  workflowApiVersions: ['all', 'v4', '2026-09-beta'],
  /** v2: the workflows of a contact that is in none. */
  noWorkflows: ['empty', 'not-found'],
  /** v2: the workflows of a contact that is in exactly one. */
  oneWorkflow: ['array', 'object'],
  /** Which of the two ids of a workflow is in the filter of a list of its contacts. */
  listFilterId: ['workflow', 'flow'],
} as const;

type Choices = typeof variantChoices;
type VariantName = keyof Choices;

export type Variants = { readonly [Name in VariantName]: Choices[Name][number] };

/** Returns the given variants, and the default for each of the others. */
export function withDefaultVariants(given: Partial<Variants>): Variants {
  const defaults = Object.fromEntries(Object.entries(variantChoices).map(([name, [first]]) => [name, first]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys and values come from variantChoices
  return { ...(defaults as Variants), ...given };
}

/** Parses texts of the form `name=value`. Throws a `Failure` that lists the allowed names or values. */
export function parseVariants(texts: readonly string[]): Partial<Variants> {
  return Object.fromEntries(texts.map(parseVariant));
}

/**
 * Parses the file that `npm run probe` writes: `{ "formatVersion": 1, "variants": { "noSeat": 400 } }`. Throws a `Failure` for
 * another content.
 */
export function parseVariantsFile(text: string | undefined): Partial<Variants> {
  if (text === undefined) throw invalidVariantsFile('does not exist');
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw invalidVariantsFile('is not JSON');
  }
  if (typeof file !== 'object' || file === null || !('variants' in file)) {
    throw invalidVariantsFile('has no key "variants"');
  }
  if (!('formatVersion' in file) || file.formatVersion !== 1) throw invalidVariantsFile('has another format');
  const { variants } = file;
  if (typeof variants !== 'object' || variants === null) throw invalidVariantsFile('has no map of variants');
  return parseVariants(Object.entries(variants).map(([name, value]) => `${name}=${String(value)}`));
}

function invalidVariantsFile(problem: string): Failure {
  return new Failure({
    code: 'simulator-variant',
    message: `The file of --variants ${problem}.`,
    help: 'Write one with `npm run probe`, or pass --variant NAME=VALUE.',
  });
}

/** Returns one text for each variant, such as `enrollmentOfNever=not-found|empty`, with the default first. */
function variantHelp(): readonly string[] {
  return Object.entries(variantChoices).map(([name, choices]) => `${name}=${choices.join('|')}`);
}

function parseVariant(text: string): readonly [VariantName, string | number] {
  const [name = '', value = ''] = text.split('=', 2).map((part) => part.trim());
  if (!isVariantName(name)) {
    throw invalidVariant(text, `unknown variant ${name === '' ? '(none given)' : name}`, variantHelp());
  }
  const choices: readonly (string | number)[] = variantChoices[name];
  const chosen = choices.find((choice) => String(choice) === value);
  if (chosen === undefined)
    throw invalidVariant(text, `invalid value ${value === '' ? '(none given)' : value} for ${name}`, choices);
  return [name, chosen];
}

function isVariantName(name: string): name is VariantName {
  return Object.hasOwn(variantChoices, name);
}

function invalidVariant(text: string, problem: string, choices: readonly (string | number)[]): Failure {
  return new Failure({
    code: 'simulator-variant',
    message: `--variant ${text}: ${problem}.`,
    help: `Pass --variant NAME=VALUE. Allowed: ${choices.join(', ')}.`,
  });
}
