import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Instant } from '../model/instant.ts';
import type { ContactId } from '../model/target.ts';
import type { Api } from './api.ts';
import { unexpectedAnswer } from './failures.ts';
import { idOf, momentOf, nextPage, objectOf, objectsOf, textOf } from './json.ts';

/** A HubSpot list of contacts. */
export interface ListFacts {
  readonly id: string;
  readonly name?: string;
  /** `MANUAL` and `SNAPSHOT` lists can be added to; `DYNAMIC` ones fill themselves. */
  readonly processingType?: string;
}

export interface ListMember {
  readonly id: ContactId;
  /** When the contact joined the list. */
  readonly since?: Instant;
}

/** HubSpot's most for a page of members. */
const pageSize = 250;

/** How many calls reading the members of a list takes. */
export function listPages(size: number): number {
  return Math.max(1, Math.ceil(size / pageSize));
}

/** Finds a list by its id, or by its name; a name of digits only is tried as an id first. */
export async function findList(api: Api, nameOrId: string): Promise<ListFacts | undefined> {
  const byId = /^\d+$/.test(nameOrId) ? await listAt(api, nameOrId, 'id') : undefined;
  return byId ?? listAt(api, nameOrId, 'name');
}

async function listAt(api: Api, nameOrId: string, by: 'id' | 'name'): Promise<ListFacts | undefined> {
  const call =
    by === 'id'
      ? api.call('list', { params: { listId: nameOrId } })
      : api.call('list-by-name', { params: { listName: nameOrId } });
  const answer = await api.read(call, [404]);
  if (answer.status === 404) return undefined;
  const body = objectOf(answer.body);
  const list = body['list'] === undefined ? body : objectOf(body['list']);
  const id = idOf(list['listId']);
  if (id === undefined) throw unexpectedAnswer(call, 'a list without an id');
  const type = textOf(list['objectTypeId']);
  if (type !== undefined && type !== '0-1') throw notOfContacts(nameOrId, type);
  const name = textOf(list['name']);
  const processingType = textOf(list['processingType']);
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(processingType === undefined ? {} : { processingType }),
  };
}

/** Everybody on a list, page by page: each page names the next. */
export async function listMembers(
  api: Api,
  listId: string,
  done: (count: number) => void,
): Promise<readonly ListMember[]> {
  const members: ListMember[] = [];
  let after: string | undefined;
  do {
    const query = { limit: pageSize, after };
    const { body } = await api.read(api.call('list-members', { params: { listId }, query }));
    const page = objectOf(body);
    const found = objectsOf(page['results']).flatMap((result) => {
      const id = idOf(result['recordId']);
      const since = momentOf(result['membershipTimestamp']);
      return id === undefined ? [] : [{ id, ...(since === undefined ? {} : { since }) }];
    });
    members.push(...found);
    done(found.length);
    after = nextPage(page);
  } while (after !== undefined);
  return members;
}

function notOfContacts(nameOrId: string, type: string): Failure {
  return new Failure({
    exitCode: ExitCode.invalidConfiguration,
    code: 'list-not-of-contacts',
    message: `the HubSpot list ${nameOrId} holds objects of type ${type}, not contacts (0-1)`,
    help: 'Name a list of contacts.',
  });
}
