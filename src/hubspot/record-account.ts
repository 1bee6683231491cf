/** Opens an account for reading, and keeps what HubSpot returned about targets, lists and reps. */
import type { AccountReader } from '../model/account.ts';
import type { AccountRecording, RecordedList } from '../model/account-recording.ts';
import { omitUndefined } from '../model/omit-undefined.ts';
import type { ContactId, TargetId } from '../model/target.ts';
import type { HubSpotRequest, Transport } from './http/request.ts';
import { idOf, type Json, momentOf, objectOf, objectsOf, parseBody, textOf } from './http/response.ts';
import { type AccountOptions, openParts } from './open-account.ts';
import type { RouteName } from './routes.ts';

/** Opens an account for reading. The recording grows with the reads; the reader is the one of every other command. */
export function openRecordedAccount(options: AccountOptions): {
  readonly reader: AccountReader;
  readonly recording: AccountRecording;
} {
  const recording = emptyRecording();
  const watch =
    (transport: Transport): Transport =>
    async (request, signal, onSent) => {
      const response = await transport(request, signal, onSent);
      const body = response.status < 300 ? parseBody(response.text) : undefined;
      if (body?.readable) record(recording, request, objectOf(body.value));
      return response;
    };
  return { reader: openParts(options, watch).reader, recording };
}

interface Recording extends AccountRecording {
  readonly sequences: Map<TargetId, Json>;
  readonly workflows: Map<TargetId, Json>;
  readonly workflowIds: Map<TargetId, string>;
  readonly lists: Map<string, { body: Json; members: RecordedList['members'][number][] }>;
  readonly owners: Json[];
  readonly properties: Map<string, Json>;
  readonly sequenceProperties: Map<ContactId, Readonly<Record<string, string>>>;
}

function emptyRecording(): Recording {
  return {
    sequences: new Map(),
    workflows: new Map(),
    workflowIds: new Map(),
    lists: new Map(),
    owners: [],
    properties: new Map(),
    sequenceProperties: new Map(),
  };
}

function record(recording: Recording, request: HubSpotRequest, body: Json): void {
  recorders[request.route.name]?.(recording, body, request);
}

type Recorder = (recording: Recording, body: Json, request: HubSpotRequest) => void;

const recorders: Readonly<Partial<Record<RouteName, Recorder>>> = {
  sequence: ({ sequences }, body) => keep(sequences, body['id'], body),
  'flows-batch-read': ({ workflows }, body) => {
    for (const flow of objectsOf(body['results'])) keep(workflows, flow['id'] ?? flow['flowId'], flow);
  },
  'workflow-id-mappings': ({ workflowIds }, body) => {
    for (const { flowId, workflowId } of objectsOf(body['results'])) {
      const id = idOf(workflowId);
      if (id !== undefined) keep(workflowIds, flowId, id);
    }
  },
  list: recordList,
  'list-by-name': recordList,
  'list-members': ({ lists }, body, { path }) => {
    const list = listNamed(lists, /\/([^/]+)\/memberships/u.exec(path)?.[1] ?? '');
    for (const { recordId, membershipTimestamp } of objectsOf(body['results'])) {
      const [id, since] = [idOf(recordId), momentOf(membershipTimestamp)];
      if (id !== undefined) list.members.push({ id, ...omitUndefined({ since }) });
    }
  },
  owners: ({ owners }, body) => void owners.push(...objectsOf(body['results'])),
  'contact-property': ({ properties }, body) => keep(properties, body['name'], body),
  'contacts-batch-read': ({ sequenceProperties }, body) => {
    for (const result of objectsOf(body['results'])) {
      const found = sequencePropertiesOf(objectOf(result['properties']));
      if (Object.keys(found).length > 0) keep(sequenceProperties, result['id'], found);
    }
  },
};

function recordList({ lists }: Recording, body: Json): void {
  const found = body['list'] === undefined ? body : objectOf(body['list']);
  const id = idOf(found['listId']);
  if (id !== undefined) listNamed(lists, id).body = found;
}

function listNamed(lists: Recording['lists'], id: string) {
  const list = lists.get(id) ?? { body: {}, members: [] };
  lists.set(id, list);
  return list;
}

function sequencePropertiesOf(properties: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const text = typeof value === 'boolean' ? String(value) : (idOf(value) ?? textOf(value));
      return /^hs_(?:latest_)?sequences?_/u.test(name) && text !== undefined ? [[name, text]] : [];
    }),
  );
}

function keep<Value>(into: Map<string, Value>, id: unknown, value: Value): void {
  const key = idOf(id);
  if (key !== undefined) into.set(key, value);
}
