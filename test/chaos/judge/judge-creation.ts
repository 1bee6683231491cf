/** Judges the workflows that rollcall creates, and what a plan says of them. */
import type { Plan } from '../../../src/model/results/plan.ts';
import type { FileTarget } from '../histories/files.ts';
import { isNew, targetId } from '../histories/files.ts';
import type { Case } from './approval.ts';
import { changeName } from './approval.ts';
import { lagStart } from './about.ts';
import type { Facts } from './facts.ts';
import type { Seen } from './judge-line.ts';
import type { PlanLine } from './plan-lines.ts';
import { isSameShape, shapeOfFlow } from './shapes.ts';

/** A request to create a workflow. */
export interface CreateRequest {
  /** Of the files. */
  readonly key: string;
  readonly name: string;
  readonly run: number | undefined;
  readonly process: number;
  readonly at: string;
  /** Absent if the request had no effect. */
  readonly id: string | undefined;
}

export function judgeCreation({ book, approval, write, before }: Case): void {
  const { where } = write.told;
  const name = 'name' in where ? where.name : '';
  const target = approval.files.targets.find((one) => isNew(one) && one.definition?.shape.name === name);
  const created = write.after.flows.filter(({ id }) => !before.hasTarget(id));
  const blame = (what: string): void => book.blame('unwanted', `creation of workflow "${name}": ${what}`);
  const key = target?.key ?? '?';
  if (!target?.definition) blame('no approved target defines it without an id');
  if (approval.undoRun !== undefined || approval.suppressions) blame('only removals were approved');
  if (approval.reviewed && !approval.reviewed.has(changeName('create-workflow', `new:${key}`, '')))
    blame('not in the plan that was reviewed');
  for (const { id, definition } of created) {
    if (definition.isEnabled) blame(`workflow ${id} is turned on`);
    if (target?.definition && !isSameShape(shapeOfFlow(definition), target.definition.shape))
      blame(`workflow ${id} does ${JSON.stringify(shapeOfFlow(definition))}`);
    judgeOnce({ id, key, name }, { book, approval, write, before });
  }
  const request = { key, name, run: write.run, process: approval.process, at: before.now };
  const ids = created.length === 0 ? [undefined] : created.map(({ id }) => id);
  for (const id of ids) {
    book.created.push({ ...request, id });
    book.memory.created.push({ ...request, id });
  }
}

/** Once for a key of one ledger, and never where the account shows a workflow of the name. */
function judgeOnce(
  { id, key, name }: { readonly id: string; readonly key: string; readonly name: string },
  { book, before }: Case,
): void {
  const earlier = book.memory.created.find((one) => one.key === key && one.id !== undefined);
  if (earlier) book.blame('duplicate', `workflow ${id}: workflows.${key} was created as ${earlier.id ?? ''}`);
  const shown = visibleNamesakes(name, before)[0];
  if (shown) book.blame('duplicate', `workflow ${id}: "${name}" exists as ${shown.id}`);
}

/** The workflows of a name that HubSpot's list shows. */
function visibleNamesakes(name: string, facts: Facts): Facts['flows'] {
  return facts.flows.filter(
    ({ definition, lagUntil }) =>
      definition.name === name && (lagUntil === undefined || definition.createdAt < lagStart(facts)),
  );
}

/** Returns whether the account has a workflow that does what the files define. */
export function isAsDefined(
  { definition }: FileTarget,
  id: string | undefined,
  facts: Seen['facts'],
): boolean {
  const flow = facts.flows.find((one) => one.id === id);
  return (
    flow !== undefined &&
    definition !== undefined &&
    isSameShape(shapeOfFlow(flow.definition), definition.shape)
  );
}

/** Of each workflow without an id, the plan says one thing, and it is true. */
export function judgeCreations(plan: Plan, lines: readonly PlanLine[], seen: Seen): void {
  for (const target of seen.files.targets) {
    if (!isNew(target)) continue;
    const address = `workflows.${target.key}`;
    const own = plan.diagnostics.filter(
      ({ code, message, help }) => statements.includes(code) && `${message} ${help}`.includes(`${address}`),
    );
    const creates = lines.filter((line) => line.says === 'create-workflow' && line.address === address);
    if (own.length + creates.length !== 1)
      seen.book.blame('silence', `plan: ${own.length + creates.length} statements about ${address}`);
    for (const line of creates) {
      const known = seen.book.memory.created.find(({ key, id }) => key === target.key && id !== undefined);
      const what = known ? `it was created as ${known.id ?? ''}` : undefined;
      if (what !== undefined || line.targetId !== targetId(target))
        seen.book.blame('false-statement', `plan: creates ${line.targetId}: ${what ?? 'another target'}`);
    }
    const differs = plan.diagnostics.filter(
      ({ code, message }) => code === 'created-workflow-differs' && message.includes(`of ${address} differs`),
    );
    const created = own.find(({ code }) => code === 'workflow-created');
    const createdId = /(?: is workflow | of its name: )(\d+)\./u.exec(created?.message ?? '')?.[1];
    const isProved = created !== undefined && !created.message.includes('was about to create');
    const isSame = isAsDefined(target, createdId, seen.facts);
    if (differs.length > 0 && isSame)
      seen.book.blame('false-statement', `plan: ${differs[0]?.message ?? ''}: it is as defined`);
    if (differs.length === 0 && isProved && !isSame && seen.facts.hasTarget(createdId ?? ''))
      seen.book.blame('silence', `plan: nothing about the edit of ${address}`);
    for (const { code, message } of own) {
      const untrue = untrueStatement({ code, message }, target, seen);
      if (untrue !== undefined) seen.book.blame(untrue.broken, `plan: ${message}: ${untrue.what}`);
    }
  }
}

const statements: readonly string[] = [
  'workflow-created',
  'created-workflow-deleted',
  'creation-unknown',
  'workflow-name-taken',
];

function untrueStatement(
  { code, message }: { readonly code: string; readonly message: string },
  { key, definition }: FileTarget,
  { book, facts }: Seen,
): { readonly broken: 'false-statement' | 'unknown-though-visible'; readonly what: string } | undefined {
  const name = definition?.shape.name ?? '';
  const requests = book.memory.created.filter((one) => one.key === key);
  if (code === 'created-workflow-deleted') return untrueDeletion(message, facts);
  const readBack = /^Run (\d+) was about to create .*: (\d+)\. /u.exec(message);
  if (code === 'workflow-created' && readBack) {
    // The run may have died before its request.
    const [, run, id] = readBack;
    const asked = requests.find((one) => String(one.run) === run);
    const found = facts.flows.find((one) => one.id === id);
    if (!found) return { broken: 'false-statement', what: 'it was deleted' };
    if (!asked || found.definition.createdAt >= asked.at) return undefined;
    return { broken: 'false-statement', what: 'no such new workflow' };
  }
  if (code === 'workflow-created') {
    const [, run, id] = /^Run (\d+) created \S+ in HubSpot: it is workflow (\d+)\./u.exec(message) ?? [];
    const own = requests.find((one) => one.id === id);
    if (own && !facts.hasTarget(own.id ?? '')) return { broken: 'false-statement', what: 'it was deleted' };
    if (own && String(own.run) === run) return undefined;
    return {
      broken: 'false-statement',
      what: own ? `run ${own.run ?? '?'} created it` : 'no request created it',
    };
  }
  const namesakes = visibleNamesakes(name, facts);
  // Two new workflows of the files share a name; the account has neither.
  if (code === 'workflow-name-taken' && message.includes(' would both create ')) return undefined;
  if (code === 'workflow-name-taken') {
    const ids = (/: ([\d, ]+)\.$/u.exec(message)?.[1] ?? '').split(', ');
    const wrong = ids.filter(
      (id) => !facts.flows.some((one) => one.id === id && one.definition.name === name),
    );
    return wrong.length === 0
      ? undefined
      : { broken: 'false-statement', what: `${wrong.join()} has another name` };
  }
  const { at } = requests.at(-1) ?? {};
  const since = namesakes.filter(({ definition: { createdAt } }) => at !== undefined && createdAt >= at);
  const [only] = since;
  if (since.length === 1 && requests.some(({ id }) => id !== undefined && id === only?.id))
    return { broken: 'unknown-though-visible', what: `it is workflow ${only?.id ?? ''}` };
  return undefined;
}

/** A plan never reports a deleted workflow as existing, nor an existing one as deleted. */
function untrueDeletion(message: string, facts: Facts): ReturnType<typeof untrueStatement> {
  const id = /(?: as workflow | of its name: )(\d+)\./u.exec(message)?.[1];
  return id === undefined || facts.hasTarget(id)
    ? { broken: 'false-statement', what: `workflow ${id ?? '?'} exists` }
    : undefined;
}
