import { Failure } from '../../model/failure.ts';

/**
 * What nobody has published of HubSpot's behaviour: one named option for each open question, so that
 * a client can be tried against every answer. The first answer of each is what the simulator gives
 * unless told otherwise.
 */
export const variantChoices = {
  /** The enrollment of a contact that was never in a sequence. */
  enrollmentOfNever: ['not-found', 'empty'],
  /** The enrollment of a contact whose latest sequence is over. */
  enrollmentAfterEnd: ['present', 'not-found'],
  /** Status of enrolling somebody who is in a sequence. */
  alreadyEnrolled: [400, 409],
  /** Status of sending from a user without a connected inbox. */
  noInbox: [400, 403],
  /** Status of sending from a user without a seat. */
  noSeat: [403, 400],
  /** Status of sending from an address that is not the user's. */
  foreignSender: [400, 403],
  /** Whether a refused enrollment names its reason by a code or in a sentence only. */
  refusals: ['coded', 'prose'],
  /** v2: enrolling in a workflow that is turned off. `accepted` is 204 without effect. */
  disabledWorkflow: ['accepted', 'refused'],
  /** v2: enrolling somebody who is on a suppression list. */
  suppressedContact: ['accepted', 'refused'],
  /** v2: enrolling somebody who is in the workflow. */
  alreadyInWorkflow: ['accepted', 'refused'],
  /** v2: unenrolling somebody who is not in the workflow. */
  notInWorkflow: ['accepted', 'not-found'],
  /** Whether a service key may call v2 workflow enrollment. */
  serviceKeyWorkflows: ['allowed', 'forbidden'],
  /** v2: the workflows of a contact that is in none. */
  noWorkflows: ['empty', 'not-found'],
  /** v2: the workflows of a contact that is in exactly one. */
  oneWorkflow: ['array', 'object'],
  /** Which of a workflow's two ids stands in the filter of a list of its contacts. */
  listFilterId: ['workflow', 'flow'],
} as const;

type Choices = typeof variantChoices;
type VariantName = keyof Choices;

export type Variants = { readonly [Name in VariantName]: Choices[Name][number] };

/** Every question with the answer given, or the usual one. */
export function withDefaultVariants(given: Partial<Variants>): Variants {
  const usual = Object.fromEntries(Object.entries(variantChoices).map(([name, [first]]) => [name, first]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys and values are those of the table itself
  return { ...(usual as Variants), ...given };
}

/** Reads `name=answer`, as many as there are. Throws a `Failure` that names the choices. */
export function parseVariants(texts: readonly string[]): Partial<Variants> {
  return Object.fromEntries(texts.map(parseVariant));
}

/** `enrollmentOfNever=not-found|empty`, one line for each question; the first answer is the usual one. */
function variantHelp(): readonly string[] {
  return Object.entries(variantChoices).map(([name, choices]) => `${name}=${choices.join('|')}`);
}

function parseVariant(text: string): readonly [VariantName, string | number] {
  const [name = '', value = ''] = text.split('=', 2).map((part) => part.trim());
  if (!isVariantName(name)) {
    throw invalidVariant(text, `there is no question ${name === '' ? '(nothing)' : name}`, variantHelp());
  }
  const choices: readonly (string | number)[] = variantChoices[name];
  const chosen = choices.find((choice) => String(choice) === value);
  if (chosen === undefined) throw invalidVariant(text, `${name} has no value ${value}`, choices);
  return [name, chosen];
}

function isVariantName(name: string): name is VariantName {
  return Object.hasOwn(variantChoices, name);
}

function invalidVariant(text: string, why: string, choices: readonly (string | number)[]): Failure {
  return new Failure({
    code: 'simulator-variant',
    message: `--variant ${text}: ${why}.`,
    help: `Write name=VALUE, one of: ${choices.join(', ')}`,
  });
}
