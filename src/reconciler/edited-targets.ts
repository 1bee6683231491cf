import { describeDefinition } from '../definitions/describe-definition.ts';
import {
  describeMasked,
  maskedChanges,
  renumberSecrets,
  withoutSecrets,
} from '../definitions/mask-definition.ts';
import {
  type KeyedDigest,
  readStoredDefinition,
  storedDefinition,
} from '../definitions/stored-definition.ts';
import type { TargetDefinition } from '../model/definition.ts';
import type { DesiredCreation, DesiredState, DesiredTarget } from '../model/desired-state.ts';
import { keyedDigestOf, type LedgerTarget } from '../model/ledger/ledger-view.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { assertNever } from '../model/failure.ts';
import type { DefinitionEdit } from '../model/results/definition-edit.ts';
import type { Change, Drift, Plan } from '../model/results/plan.ts';
import { maskSentences } from '../model/text/mask-text.ts';
import { count } from '../model/text/count.ts';
import { sectionOf, targetAddress, targetIdentityKey } from '../model/target.ts';
import { definitionOfCreation, workflowOf } from './context/creations.ts';
import { type PlannedTarget, type PlanningContext, sourceOf } from './context/planning-context.ts';
import type { PlanInput } from './plan-input.ts';

type EditedSide = NonNullable<Drift['edited']>;

/** What a target is compared with. */
export interface LastReview {
  /** The target as the last apply saw it. */
  readonly baseline: LedgerTarget | undefined;
  readonly files: Pick<DesiredState, 'definitions' | 'untouched'>;
  readonly digestOf: KeyedDigest;
}

/** Returns a function that finds what a target is compared with. */
export function lastReviews({ input, ledger }: PlanningContext): (target: PlannedTarget) => LastReview {
  const baselines = new Map(ledger.targets.map((target) => [targetIdentityKey(target), target]));
  const known = { files: input.desired, digestOf: keyedDigestOf(ledger) };
  return ({ name }) => ({ ...known, baseline: baselines.get(name) });
}

/**
 * Returns the edit of a target since its last review, if any. The definition in the files is the reviewed one, if they
 * name one; otherwise the one of the last apply.
 */
export function editOf(
  { desired, observed }: Pick<PlannedTarget, 'desired' | 'observed'>,
  { baseline, files, digestOf }: LastReview,
): Pick<Drift, 'message' | 'help' | 'edit' | 'edited'> | undefined {
  const account = observed?.definition;
  const path = desired.definition;
  const written = path === undefined ? undefined : files.definitions?.get(path);
  const { kind, key } = desired;
  if (path !== undefined && written && account) {
    const edit = editBetween(written, account);
    if (!edit) return undefined;
    const isUntouched = files.untouched?.get(path) === desired.id;
    const edited = isUntouched ? 'account' : editedSide({ written, account, baseline, digestOf });
    return { ...differenceTexts({ kind, key, path, isUntouched }, edited), edit, edited };
  }
  if (baseline?.revision === undefined || observed?.revision === undefined) return undefined;
  if (baseline.revision === observed.revision) return undefined;
  const edit =
    account && baseline.definition !== undefined && storedEdit(baseline.definition, account, digestOf);
  return {
    // A saved plan has no definition, so an apply that finds an edit after its plan records only the revision.
    message:
      baseline.definition === undefined && account
        ? `The ${kind} was edited after the plan of the last apply was made.`
        : `The ${kind} was edited since the last apply.`,
    help: 'Check what it sends now. `rollcall drift --accept` or the next apply accepts the edit.',
    ...(edit ? { edit } : {}),
  };
}

/**
 * Returns a warning if a target is not as at the last reviewed apply. The definition file does not matter: a pull changes it
 * without a review, and a reviewed edit may still differ from it.
 */
export function unreviewedEdit(
  target: PlannedTarget,
  review: LastReview,
  waiting: number,
): Diagnostic | undefined {
  const edited = editOf(target, { ...review, files: {} });
  if (!edited || isAsApplied(target, review)) return undefined;
  const source = sourceOf(target);
  const people = count(waiting, 'enrollment waits', 'enrollments wait');
  return {
    code: 'target-edited',
    severity: 'warning',
    message: `${targetAddress(target.desired)}: ${edited.message} ${people} for a reviewed plan.${changesText(edited)}`,
    help: 'Check in HubSpot what it sends now. Then plan, review that plan, and apply it.',
    ...(source ? { source } : {}),
  };
}

function isAsApplied({ observed }: PlannedTarget, { baseline, digestOf }: LastReview): boolean {
  if (baseline === undefined) return false;
  if (baseline.revision !== undefined && baseline.revision === observed?.revision) return true;
  const { definition } = observed ?? {};
  return definition !== undefined && isAsStored(definition, { baseline, digestOf });
}

/** Returns whether a definition is the one that the ledger has of the last apply. */
function isAsStored(
  definition: TargetDefinition,
  { baseline, digestOf }: Pick<LastReview, 'baseline' | 'digestOf'>,
): boolean {
  if (baseline?.definition === undefined) return false;
  const now = readStoredDefinition(storedDefinition(definition, digestOf))?.digest;
  return now !== undefined && readStoredDefinition(baseline.definition)?.digest === now;
}

/** Returns which one of a file and the account is not as at the last apply. */
function editedSide({
  written,
  account,
  ...applied
}: Pick<LastReview, 'baseline' | 'digestOf'> & {
  readonly written: TargetDefinition;
  readonly account: TargetDefinition;
}): EditedSide {
  if (isAsStored(account, applied)) return 'file';
  return isAsStored(written, applied) ? 'account' : 'unknown';
}

/** Returns what differs, and the next step. rollcall never updates a target, so an edited file alone has no effect. */
function differenceTexts(
  {
    kind,
    key,
    path,
    isUntouched,
  }: Pick<DesiredTarget, 'kind' | 'key'> & { path: string; isUntouched: boolean },
  edited: EditedSide,
): Pick<Drift, 'message' | 'help'> {
  const pull = `rollcall ${sectionOf(kind)} pull ${key}`;
  const never = `rollcall never changes an existing ${kind}.`;
  switch (edited) {
    case 'account':
      return {
        message: `The ${kind} differs from ${path}.`,
        help: `Check what it sends now. If it is right, accept it: ${pull}${isUntouched ? '' : ' --force'}`,
      };
    case 'file':
      return {
        message: `${path} differs from the ${kind}, which has not changed since the last apply.`,
        help: `${never} Make the change in HubSpot's editor, then run \`${pull}\`; or revert the file: \`${pull} --force\` writes what HubSpot has.`,
      };
    case 'unknown':
      return {
        message: `The ${kind} differs from ${path}.`,
        help: `${never} If the file is right, make the change in HubSpot's editor, then run \`${pull}\`. If HubSpot is right, run \`${pull} --force\`, which discards the edits of the file.`,
      };
    default:
      return assertNever(edited);
  }
}

/** Returns the difference from a stored definition. Both are compared as the ledger stores them. */
function storedEdit(
  text: string,
  account: TargetDefinition,
  digestOf: KeyedDigest,
): DefinitionEdit | undefined {
  const before = readStoredDefinition(text);
  const after = readStoredDefinition(storedDefinition(account, digestOf));
  if (!before || !after || before.digest === after.digest) return undefined;
  const edit = editBetween(before.definition, after.definition);
  if (edit) return edit;
  const lines = describeMasked(after.definition);
  return { changes: ['an email address or a secret changed'], before: lines, after: lines };
}

/** Returns the difference of two definitions. Addresses and secrets are compared in full, and shown masked. */
function editBetween(before: TargetDefinition, after: TargetDefinition): DefinitionEdit | undefined {
  const changes = maskedChanges(before, after).map(({ text }) => text);
  if (changes.length === 0) return undefined;
  const [old, now] = withoutSecrets(before, after);
  const lines = (definition: TargetDefinition): readonly string[] =>
    describeDefinition(definition).map(maskSentences);
  return renumberSecrets({ changes, before: lines(old), after: lines(now) });
}

/** Returns the difference from the file of a workflow that rollcall created to what HubSpot has, if any. */
export function editOfCreated(
  creation: DesiredCreation,
  { desired, observed, ledger }: Pick<PlanInput, 'desired' | 'observed' | 'ledger'>,
): DefinitionEdit | undefined {
  const known = ledger.creations.find(({ key }) => key === creation.key);
  const written = definitionOfCreation(creation, desired);
  const account = known && workflowOf(known, creation, { desired, observed })?.definition;
  return written && account && editBetween(written, account);
}

/**
 * Warns of enrollments in targets that were edited since their last review: they get something else than was reviewed.
 * Also warns of edited definition files, which change nothing in HubSpot.
 */
export function editedTargetWarnings(
  drift: readonly Drift[],
  { changes, unchanged }: Pick<Plan, 'changes' | 'unchanged'>,
): readonly Diagnostic[] {
  const enrolling = countByTarget(changes.filter(({ action }) => action === 'enroll'));
  const waiting = countByTarget(unchanged.filter(({ status, removal }) => status === 'waiting' && !removal));
  const edits = drift.filter(({ kind }) => kind === 'target-edited');
  const isEnrolling = ({ address }: Drift): boolean => enrolling.has(address) || waiting.has(address);
  return [
    ...edits.filter(isEnrolling).map((one) =>
      enrollmentsInEdited(one, {
        now: enrolling.get(one.address) ?? 0,
        later: waiting.get(one.address) ?? 0,
      }),
    ),
    ...edits
      .filter((one) => !isEnrolling(one) && isFileEdited(one))
      .map((one): Diagnostic => ({
        code: 'definition-not-applied',
        severity: 'warning',
        message: `${one.address}: ${one.message}${changesText(one)}`,
        help: one.help,
        ...(one.source ? { source: one.source } : {}),
      })),
  ];
}

function countByTarget(entries: readonly Pick<Change, 'target'>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { target } of entries) {
    const address = targetAddress(target);
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

function enrollmentsInEdited(
  one: Drift,
  { now, later }: { readonly now: number; readonly later: number },
): Diagnostic {
  const { address, message, help, source } = one;
  const check = 'Check in HubSpot what it sends now, before you approve this plan.';
  return {
    code: 'target-edited',
    severity: 'warning',
    message: `${address}: ${message} ${amountText(now, later)}${changesText(one)}`,
    help: isFileEdited(one) ? `${check} ${help}` : check,
    ...(source ? { source } : {}),
  };
}

function amountText(now: number, later: number): string {
  if (now > 0) return `This plan enrolls ${count(now, 'contact')} there.`;
  return `After this plan, later applies enroll ${count(later, 'waiting contact')} there.`;
}

/** Returns whether a definition file was edited, or may have been. */
function isFileEdited({ edited = 'account' }: Drift): boolean {
  return edited !== 'account';
}

function changesText({ edit }: Pick<Drift, 'edit'>): string {
  return edit ? ` ${edit.changes.join('; ')}.` : '';
}
