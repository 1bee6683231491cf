import type { DesiredCreation, DesiredState } from '../../model/desired-state.ts';
import type { Creation } from '../../model/ledger/ledger-view.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { newTargetId, targetAddress, type TargetId, targetIdentityKey } from '../../model/target.ts';
import { maskSentences } from '../../model/text/mask-text.ts';
import { comparableName } from '../../model/text/same-name.ts';
import {
  createdNamesake,
  definitionOfCreation,
  earlierRequestFor,
  isGone,
  isRecent,
  namesakesOf,
  namesakesSince,
  nameSentBy,
  undeclaredCreations,
  workflowOf,
} from '../context/creations.ts';
import type { PlanningContext } from '../context/planning-context.ts';
import {
  createdUnderOtherId,
  createdWorkflowDiffers,
  createdWorkflowGone,
  creationUndeclared,
  creationUnknown,
  membersWaitForWorkflow,
  workflowCreated,
  workflowNameRequested,
  workflowNameTaken,
} from '../creation-diagnostics.ts';
import { editOfCreated } from '../edited-targets.ts';
import type { Draft, TargetDecision } from '../draft.ts';
import { defaultCreateLimit, limitDiagnostic } from './limits.ts';

/** Creates the workflows that the files define without an id, each once. Warns of those that exist already, with their id. */
export function createWorkflows(draft: Draft): Draft {
  const { planning } = draft;
  const { creations = [] } = planning.input.desired;
  const selected = creations.filter((creation) => planning.selects(addressOf(creation)));
  return {
    ...draft,
    decisions: [...draft.decisions, ...creationDecisions(planning)],
    diagnostics: [
      ...draft.diagnostics,
      ...selected.flatMap((creation) => noticesOf(creation, planning)),
      ...undeclaredNotices(planning),
      ...otherIdNotices(planning),
    ],
  };
}

/** Returns the decisions to create workflows that rollcall did not create and whose name no other workflow has. */
export function creationDecisions({ input, targets, calendar }: PlanningContext): readonly TargetDecision[] {
  const { desired, observed, ledger } = input;
  return (desired.creations ?? []).flatMap((creation, index): TargetDecision[] => {
    const { key, definition: path, source } = creation;
    const content = definitionOfCreation(creation, desired);
    if (!content || ledger.creations.some((one) => one.key === key)) return [];
    const { name } = content;
    if (namesakesOf(name, observed.namesakes).length > 0) return [];
    if (rivalOf(creation, desired, ledger.creations)) return [];
    if (earlierRequestFor(name, { desired, ledger }, calendar.now)) return [];
    return [
      {
        about: 'target',
        address: addressOf(creation),
        target: { kind: 'workflow', key, id: newTargetId(key), name: maskSentences(name) },
        order: targets.length + index,
        source,
        reason: 'the files define it without an id',
        creates: { path, content },
      },
    ];
  });
}

/** Refuses a plan that creates more workflows than the limit allows. */
export function createLimit(draft: Draft): Draft {
  const planned = draft.decisions.filter((one) => one.about === 'target' && one.creates !== undefined).length;
  const { desired, liftedLimits } = draft.planning.input;
  const lifted = liftedLimits?.create;
  const allowed = lifted ?? desired.limits.create ?? defaultCreateLimit;
  if (planned <= allowed) return draft;
  const source = desired.limits.at.create;
  const flagged = lifted !== undefined;
  const by = flagged
    ? `--max-create allows ${allowed}`
    : `\`limits.create\` is ${allowed}${source ? '' : ' (default)'}`;
  const message = `The plan creates ${planned} workflow${planned === 1 ? '' : 's'}; ${by}.`;
  const refusal = limitDiagnostic('create', { message, total: planned, source, planned, allowed, flagged });
  return { ...draft, diagnostics: [...draft.diagnostics, refusal] };
}

/**
 * Returns whether the plan leaves a workflow of the files for later: its members wait, its creation is unknown, or HubSpot
 * does not have what its file defines.
 */
export function hasUnfinishedCreation(planning: PlanningContext): boolean {
  const { input } = planning;
  return (input.desired.creations ?? []).some((creation) => {
    const known = input.ledger.creations.find(({ key }) => key === creation.key);
    return (
      planning.selects(addressOf(creation)) &&
      (creation.members > 0 ||
        (known !== undefined &&
          (known.id === undefined ||
            isGone(known.id, input.observed) ||
            editOfCreated(creation, input) !== undefined)))
    );
  });
}

function noticesOf(creation: DesiredCreation, { input, calendar }: PlanningContext): readonly Diagnostic[] {
  const { desired, observed, ledger } = input;
  const name = definitionOfCreation(creation, desired)?.name ?? '';
  const known = ledger.creations.find(({ key }) => key === creation.key);
  const workflow = known && workflowOf(known, creation, input);
  const isMissing = workflow === undefined || (known?.id !== undefined && isGone(known.id, observed));
  const waiting =
    creation.members > 0 ? [membersWaitForWorkflow(creation, isMissing ? undefined : workflow)] : [];
  if (known) {
    const sent = nameSentBy(known, creation, desired) ?? '';
    return [...knownNotices(creation, { known, name: sent, input, calendar }), ...waiting];
  }
  const taken = namesakesOf(name, observed.namesakes);
  const rival = rivalOf(creation, desired, ledger.creations);
  const earlier = earlierRequestFor(name, input, calendar.now);
  if (taken.length > 0) return [workflowNameTaken(creation, name, taken), ...waiting];
  if (rival) return [workflowNameShared(creation, name, rival), ...waiting];
  return [...(earlier ? [workflowNameRequested(creation, name, earlier)] : []), ...waiting];
}

/** Warns of targets with another id than that of the workflow created for their key, until an apply has used that id. */
function otherIdNotices(planning: PlanningContext): readonly Diagnostic[] {
  const { desired, ledger } = planning.input;
  const ids = new Set(desired.targets.map(targetIdentityKey));
  const applied = new Set(ledger.targets.map((target) => `${targetIdentityKey(target)} ${target.key}`));
  return desired.targets.flatMap((target) => {
    const { kind, key } = target;
    const { run, id } = ledger.creations.find((one) => kind === 'workflow' && one.key === key) ?? {};
    if (run === undefined || id === undefined || ids.has(targetIdentityKey({ kind, id }))) return [];
    if (applied.has(`${targetIdentityKey(target)} ${key}`) || !planning.selects(targetAddress(target)))
      return [];
    return [createdUnderOtherId(target, { run, id })];
  });
}

/** Warns of workflows that rollcall created, or may have created, under a key that the files do not have. */
function undeclaredNotices(planning: PlanningContext): readonly Diagnostic[] {
  const { input, calendar } = planning;
  const { desired, observed, ledger } = input;
  if (!desired.creations) return [];
  return undeclaredCreations(desired, ledger)
    .filter((one) => planning.selects(addressOf(one)))
    .filter((one) => one.id === undefined || !isGone(one.id, observed) || isRecent(one, calendar.now))
    .map(creationUndeclared);
}

/** Returns the diagnostics of an earlier request: the workflow exists and needs its id, was deleted, or is unknown. */
function knownNotices(
  creation: DesiredCreation,
  {
    known,
    name,
    input,
    calendar,
  }: Pick<PlanningContext, 'input' | 'calendar'> & { readonly known: Creation; readonly name: string },
): readonly Diagnostic[] {
  const { run } = known;
  const { observed } = input;
  const edit = editOfCreated(creation, input);
  const differing = (id: TargetId): readonly Diagnostic[] =>
    edit ? [createdWorkflowDiffers(creation, { id, changes: edit.changes })] : [];
  if (known.id === undefined) {
    const found = createdNamesake(known, name, observed.namesakes);
    if (!found) {
      const since = namesakesSince(known, name, observed.namesakes).map((one) => one.id);
      return [creationUnknown(creation, { ...known, name, found: since })];
    }
    const { id, enabled } = found;
    const owner = ownerOf(id, input);
    return [workflowCreated(creation, { run, id, enabled, owner, isReadBack: true }), ...differing(id)];
  }
  const created = { ...known, id: known.id };
  if (isGone(known.id, observed)) {
    return [createdWorkflowGone(creation, { ...created, isRecent: isRecent(known, calendar.now) })];
  }
  const enabled = observed.created?.get(known.id)?.enabled ?? false;
  const owner = ownerOf(known.id, input);
  return [workflowCreated(creation, { ...created, enabled, owner }), ...differing(known.id)];
}

/** Returns the key of the target that has an id in the files. */
function ownerOf(id: TargetId, { desired }: PlanningContext['input']): string | undefined {
  return desired.targets.find((target) => target.kind === 'workflow' && target.id === id)?.key;
}

/**
 * Returns the workflow of the files, not known to exist, whose name another new one would get: one that is declared above,
 * or whose creation is unknown, so that its name must still identify it.
 */
function rivalOf(
  creation: DesiredCreation,
  desired: DesiredState,
  known: readonly Creation[],
): DesiredCreation | undefined {
  const name = definitionOfCreation(creation, desired)?.name;
  const all = desired.creations ?? [];
  const above = new Set(all.slice(0, all.indexOf(creation)));
  return all.find((other) => {
    if (other === creation || name === undefined) return false;
    const sent = known.find(({ key }) => key === other.key);
    const otherName = sent ? nameSentBy(sent, other, desired) : definitionOfCreation(other, desired)?.name;
    if (otherName === undefined || comparableName(otherName) !== comparableName(name)) return false;
    return sent ? sent.id === undefined : above.has(other);
  });
}

/** Two workflows to create have one name, so the name would not identify either. */
function workflowNameShared(
  { key, definition, source }: DesiredCreation,
  name: string,
  rival: DesiredCreation,
): Diagnostic {
  const help =
    rival.definition === definition
      ? `Give workflows.${key} its own definition with another \`name\`, or remove one of the two.`
      : `Change \`name\` in ${definition}.`;
  return {
    code: 'workflow-name-taken',
    severity: 'error',
    message: `workflows.${key} and workflows.${rival.key} would both create a workflow with the name "${maskSentences(name)}".`,
    help,
    source,
  };
}

function addressOf({ key }: { readonly key: string }): string {
  return targetAddress({ kind: 'workflow', key });
}
