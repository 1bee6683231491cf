import { assertNever } from '../../model/failure.ts';
import type { Change, Plan, Unchanged } from '../../model/results/plan.ts';
import { renderPlanJson } from '../../render/json/plan.ts';
import { formatPlace, sentence } from '../../render/view/format.ts';
import type { NextStep } from '../../render/view/plan/next-steps.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { planView } from '../../render/view/plan/plan-view.ts';
import { problemLines } from '../invalid-files.ts';
import type { Json, ToolResult } from '../tool.ts';
import { parseDocument } from './parse-document.ts';

/** The key that plans have beyond `schema --of plan`. */
export const nextKey = {
  properties: {
    next: {
      type: 'array',
      description: 'Who can apply the plan, and how. No tool applies.',
      items: {
        type: 'object',
        required: ['what', 'how', 'isCommand'],
        properties: {
          what: { type: 'string', description: 'The step.' },
          how: { type: 'string', description: 'The command, or an instruction.' },
          isCommand: { type: 'boolean', description: 'True if `how` is a command for a shell.' },
        },
      },
    } satisfies Json,
  },
  required: ['next'],
};

/** Returns a plan as the result of a tool: diagnostics, changes, drift, then unchanged entries. */
export function planResult(made: Plan, steps: readonly NextStep[]): Omit<ToolResult, 'shown'> {
  const plan = { ...made, diagnostics: made.diagnostics.map(forPeople) };
  const view = planView(plan, {});
  const { state, impact } = view;
  const next = state.kind === 'refused' ? [liftedByPeople] : steps;
  return {
    document: {
      ...parseDocument(renderPlanJson(plan)),
      next: next.map(({ what, how, isCommand }) => ({ what, how, isCommand })),
    },
    summary: [
      `${view.title}: ${sentence(state.verdict)}`,
      state.kind === 'ready' ? '' : sentence(state.detail),
      ...view.flags,
      impact.emails,
      ...impact.others,
      impact.irreversible,
      view.undone === '' ? '' : `Left undone: ${view.undone}.`,
      view.unchanged === '' ? '' : `Unchanged: ${view.unchanged}.`,
      view.drift,
    ].filter((line) => line !== ''),
    lists: {
      diagnostics: problemLines(plan.diagnostics),
      changes: plan.changes.map(changeLine),
      drift: plan.drift.map(({ address, kind, message }) => `drift ${address}: ${kind}: ${message}`),
      unchanged: plan.unchanged.map(unchangedLine),
    },
    next: ['Nothing was applied: no tool can.', ...next.map(({ what, how }) => `${what}: ${how}`)],
  };
}

function changeLine(change: Change): string {
  const { action, address, reason } = change;
  switch (action) {
    case 'enroll':
      return `enroll ${address}${change.sender === undefined ? '' : ` from ${change.sender}`}: ${reason}`;
    case 'unenroll':
    case 'archive':
    case 'create-workflow':
      return `${action} ${address}: ${reason}`;
    default:
      return assertNever(action);
  }
}

function unchangedLine({ address, status, reason, help }: Unchanged): string {
  return `${status} ${address}: ${reason}${help === undefined ? '' : ` (${help})`}`;
}

/** An agent has no flag that lifts a limit, and a person may lift one only after reviewing the changes. */
function forPeople(diagnostic: Diagnostic): Diagnostic {
  const { limit, source } = diagnostic;
  if (!limit) return diagnostic;
  const place = source ? ` (${formatPlace(source)})` : '';
  return {
    ...diagnostic,
    help: `Show these changes to the user. If they are right, a person raises \`limits.${limit.name}\` in the file${place}, or applies once with \`rollcall apply ${limit.flag}\`.`,
  };
}

/** The next step is the decision of a person, not the flag of the diagnostic: limits exist for plans that no one expected. */
const liftedByPeople: NextStep = {
  what: 'A limit refuses this plan',
  how: 'show it to the user, who decides whether it is right and whether to raise the limit in the file',
  isCommand: false,
};
