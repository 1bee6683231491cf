/** Steps about what workflows and sequences do: files that are pulled, edits that are accepted, namesakes. */
import { pull } from '../../../src/commands/definitions/pull.ts';
import { acceptDrift } from '../../../src/commands/drift.ts';
import { Failure } from '../../../src/model/failure.ts';
import { openDefinitions } from '../../../src/hubspot/read/definitions.ts';
import { revisionOf, shapeOf } from '../judge/shapes.ts';
import { menu, newNames } from '../menu.ts';
import type { TargetKey } from '../case.ts';
import { lineOf, openProcess } from '../process.ts';
import type { Ended } from '../process.ts';
import { isNew, targetId } from './files.ts';
import type { Files } from './files.ts';
import type { Play } from './play.ts';

/** `pull --force` of one target; its file is named in the configuration from then on. */
export async function pullStep({ state, looking, facts, counts }: Play, target: number): Promise<void> {
  const chosen = state.files.targets[target % Math.max(1, state.files.targets.length)];
  if (!chosen || isNew(chosen)) return;
  const { kind } = menu[chosen.slot];
  const start = looking();
  const { world } = start;
  const { deps, files, close } = openProcess(start);
  const known = new Map(files);
  const nothing = (): undefined => undefined;
  const view = { ...deps.view, pulled: nothing, definitionDiff: nothing, definitionTemplate: nothing };
  try {
    await pull(
      { ...lineOf(start), kind, names: [chosen.key], all: false, folder: `${kind}s`, force: true },
      {
        ...deps,
        view,
        openDefinitions: async ({ dialect, apiVersion, workflowApiVersion, ratePercent }) =>
          openDefinitions({
            baseUrl: world.simulator.url,
            token: world.simulator.token,
            dialect,
            apiVersion,
            workflowApiVersion,
            ratePercent,
          }),
        linkOutside: async () => undefined,
        writeSharedFile: async (path, text) => void files.set(path, [...text].join('')),
      },
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    counts.story.push(`     → ${error.code}`);
  } finally {
    await close();
  }
  const text = [...files].find(([path, written]) => known.get(path) !== written)?.[1];
  const shape = shapeOf(targetId(chosen), facts());
  if (text === undefined || !shape) return;
  const next = { ...chosen, definition: { text, shape } };
  state.before = state.files;
  state.files = { ...state.files, targets: state.files.targets.map((one) => (one === chosen ? next : one)) };
}

/** `drift --accept`: what was applied once is reviewed as it is now. */
export async function acceptStep({ state, looking, facts, book, counts }: Play): Promise<void> {
  const start = looking();
  const { deps, close, watched, gate } = openProcess(start);
  const startedAt = facts().now;
  try {
    const view = { ...deps.view, accepted: () => undefined };
    const exit = await acceptDrift({ ...lineOf(start), liftedLimits: {} }, { ...deps, view });
    counts.story.push(`     → ${exit}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    counts.story.push(`     → ${error.code}`);
  } finally {
    await close();
  }
  if (watched.run !== undefined) book.memory.runs.set(watched.run, startedAt);
  if (!gate.state.trace.includes('lease.setTargets')) return;
  noteReviews({ book, facts }, { ...state.files, targets: state.files.targets.filter(isReviewed) }, true);

  function isReviewed(target: Files['targets'][number]): boolean {
    return book.memory.reviews.has(targetId(target));
  }
}

/** After an apply, every target of its files was reviewed as it is, if the ledger was told so. */
export function noteRunReviews(
  play: Play,
  { gate, report }: Ended,
  {
    files,
    isCertain,
    edited = new Map(),
    reviewed = new Set(),
  }: {
    readonly files: Files;
    readonly isCertain: boolean;
    readonly edited?: ReadonlyMap<string, string> | undefined;
    readonly reviewed?: ReadonlySet<string> | undefined;
  },
): void {
  const { trace } = gate.state;
  const set = trace.indexOf('lease.setTargets');
  if (set === -1) return;
  const isRecorded = isCertain && (report !== undefined || set < trace.length - 1);
  const { reviews } = play.book.memory;
  // The plan did not show these edits: an earlier review stays, and a first one is that of the plan.
  for (const [id, revision] of edited)
    if (!reviews.has(id) && [...reviewed].some((name) => name.startsWith(`enroll ${id}/`)))
      reviews.set(id, isRecorded ? { revision } : undefined);
  const targets = files.targets.filter((target) => !edited.has(targetId(target)));
  noteReviews(play, { ...files, targets }, isRecorded);
}

function noteReviews({ book, facts }: Pick<Play, 'book' | 'facts'>, files: Files, isCertain: boolean): void {
  const now = facts();
  for (const target of files.targets) {
    const id = targetId(target);
    const shape = shapeOf(id, now);
    if (!shape) continue;
    book.memory.reviews.set(id, isCertain ? { revision: revisionOf(id, now), shape } : undefined);
  }
}

/** A user creates a workflow of the same name, in HubSpot. */
export async function namesakeOf(slot: TargetKey, { simulator }: Play['world']): Promise<void> {
  const name = newNames[slot];
  if (name === undefined) return;
  const fields = { delta: '60', time_unit: 'MINUTES' };
  const delay = {
    actionId: '1',
    type: 'SINGLE_CONNECTION',
    actionTypeId: '0-1',
    actionTypeVersion: 0,
    fields,
  };
  const kind = { type: 'CONTACT_FLOW', flowType: 'WORKFLOW', objectTypeId: '0-1', isEnabled: false };
  const response = await fetch(`${simulator.url}/automation/v4/flows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name,
      ...kind,
      startActionId: '1',
      actions: [delay],
      enrollmentCriteria: { type: 'MANUAL' },
    }),
  });
  if (!response.ok) throw new Error(await response.text());
}
