import { digest } from '../../model/digest.ts';
import { readSequenceDefinition } from '../../definitions/sequence-definition.ts';
import type { Email } from '../../model/email.ts';
import type { ObservedTarget, TargetHazard } from '../../model/observed-state.ts';
import type { TargetId } from '../../model/target.ts';
import { allPages, type Api } from '../http/api.ts';
import { unexpectedResponse } from '../http/errors.ts';
import { idOf, type Json, momentOf, objectOf, objectsOf, textOf } from '../http/response.ts';
import { anyUserId, readSenders } from './owners.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** The facts about a sequence, without its members and its unenroll route. */
type SequenceDetails = Omit<
  ObservedTarget,
  'active' | 'everEnrolled' | 'onViaList' | 'suppressed' | 'unenrollRoute' | 'unenrollByEmail' | 'unenrollWhy'
>;

const day = 24 * 60 * 60 * 1000;

/** Reads one sequence as a user of the account. HubSpot requires a user id. */
export async function readSequence(
  api: Api,
  id: TargetId,
  userId: string | undefined,
): Promise<SequenceDetails> {
  // The guide dialect has no batch read of enrollments.
  const readSingly = api.dialect === 'guide' ? { readSingly: true } : {};
  const base = { kind: 'sequence', id, hazards: [], ...readSingly } as const;
  if (userId === undefined) {
    return {
      ...base,
      status: 'unsuitable',
      why: 'the account shows no user, and HubSpot requires one to read a sequence',
    };
  }
  const request = api.request('sequence', { params: { sequenceId: id }, query: { userId } });
  const response = await api.read(request, [404]);
  if (response.status === 404) {
    return {
      ...base,
      status: 'missing',
      why: `HubSpot has no sequence ${id}; it may have been deleted, or be private`,
    };
  }
  const body = objectOf(response.body);
  if (idOf(body['id']) !== id) throw unexpectedResponse(request, `no sequence with the id ${id}`);
  const name = textOf(body['name']);
  const createdAt = momentOf(body['createdAt']);
  const steps = stepsOf(body);
  return {
    ...base,
    hazards: unknownStepHazards(id, steps),
    status: 'ready',
    ...omitUndefined({ name, createdAt }),
    emails: emailDays(steps),
    definition: readSequenceDefinition(body),
    revision: digest({ updatedAt: body['updatedAt'], steps: body['steps'], settings: body['settings'] }),
  };
}

/** Returns the kind and the day of each step of a sequence; undefined if HubSpot does not find it. */
export async function readSequenceSteps(
  api: Api,
  id: TargetId,
  userId: string,
): Promise<readonly { readonly type: string; readonly day: number }[] | undefined> {
  const request = api.request('sequence', { params: { sequenceId: id }, query: { userId } });
  const response = await api.read(request, [404]);
  if (response.status === 404) return undefined;
  let elapsed = 0;
  return stepsOf(objectOf(response.body)).map(({ type, delay }) => {
    elapsed += delay;
    return { type, day: Math.floor(elapsed / day) };
  });
}

interface Step {
  readonly type: string;
  readonly order: number;
  readonly delay: number;
}

/**
 * Returns the day of each email step, counted from the enrollment. Each delay counts from the step before. Unknown kinds
 * of steps do not count as emails.
 */
function emailDays(steps: readonly Step[]): readonly number[] {
  let elapsed = 0;
  return steps.flatMap((step) => {
    elapsed += step.delay;
    return step.type === 'EMAIL' ? [Math.floor(elapsed / day)] : [];
  });
}

const knownSteps: ReadonlySet<string> = new Set(['EMAIL', 'TASK', 'FINISH_ENROLLMENT']);

/** Returns a warning about unknown kinds of steps: they may send emails, so the plan's count may be too low. */
function unknownStepHazards(id: TargetId, steps: readonly Step[]): readonly TargetHazard[] {
  const kinds = steps.map(({ type }) => type || 'no type').filter((type) => !knownSteps.has(type));
  if (kinds.length === 0) return [];
  return [
    {
      code: 'sequence-steps-unknown',
      severity: 'warning',
      message: `sequence ${id} has ${kinds.length === 1 ? 'a step' : `${kinds.length} steps`} of a kind that rollcall does not know (${[...new Set(kinds)].join(', ')}), so it may send more emails than the plan counts`,
      help: 'Check the sequence in HubSpot before you apply.',
    },
  ];
}

function stepsOf(body: Json): readonly Step[] {
  return objectsOf(body['steps'])
    .map((step, index) => ({
      type: (textOf(step['actionType']) ?? '').toUpperCase(),
      order: numberOf(step['stepOrder']) ?? index,
      delay: Math.max(0, numberOf(step['delayMillis']) ?? 0),
    }))
    .toSorted((a, b) => a.order - b.order);
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** HubSpot's maximum for one page. */
const pageSize = 100;

/** Returns all sequences that a sender sees, or any user without one. Returns none if no user has that email. */
export async function listSequences(
  api: Api,
  sender: Email | undefined,
): Promise<readonly { readonly id: TargetId; readonly name: string }[]> {
  const userId = sender === undefined ? await anyUserId(api) : await userIdOf(api, sender);
  if (userId === undefined) return [];
  const sequences: { readonly id: TargetId; readonly name: string }[] = [];
  const pages = allPages(api, (after) =>
    api.request('sequences', { query: { userId, limit: pageSize, after } }),
  );
  for await (const results of pages) {
    for (const result of results) {
      const [id, name] = [idOf(result['id']), textOf(result['name'])];
      if (id !== undefined && name !== undefined) sequences.push({ id, name });
    }
  }
  return sequences;
}

async function userIdOf(api: Api, sender: Email): Promise<string | undefined> {
  return (await readSenders(api, { emails: [sender], all: false })).get(sender)?.userId;
}
