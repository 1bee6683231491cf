import { idOf, objectOf } from './json.ts';
import type { RouteName } from './routes.ts';

interface Success {
  readonly statuses: readonly number[];
  readonly isBody: (body: unknown) => boolean;
}

/**
 * The response of each write route to an accepted request, by HubSpot's reference and by
 * docs/guide-dialect.md. Any other 2xx comes from something else than the documented route.
 */
// oxfmt-ignore
const successes: Readonly<Partial<Record<RouteName, Success>>> = {
  'sequence-enroll': { statuses: [200], isBody: isEnrollment },
  'guide-sequence-enroll': { statuses: [200, 201], isBody: isEnrollment },
  'guide-sequence-unenroll': { statuses: [204], isBody: isEmpty },
  'workflow-enroll': { statuses: [204], isBody: isEmpty },
  'workflow-unenroll': { statuses: [204], isBody: isEmpty },
  'guide-workflow-enroll': { statuses: [200, 201, 204], isBody: (body) => isEmpty(body) || isObject(body) },
  'contact-stamp': { statuses: [200], isBody: (body) => idOf(objectOf(body)['id']) !== undefined },
  'list-add': { statuses: [200], isBody: (body) => idsAdded(body) !== undefined },
  'list-remove': { statuses: [200], isBody: (body) => idsRemoved(body) !== undefined },
  'flow-delete': { statuses: [204], isBody: isEmpty },
};

/** Returns whether a response is the documented success of a write route. */
export function isDocumentedSuccess(route: RouteName, status: number, body: unknown): boolean {
  const success = successes[route];
  return success !== undefined && success.statuses.includes(status) && success.isBody(body);
}

/** The ids that a list response names as added. HubSpot's spelling first, then the expected one. */
export function idsAdded(body: unknown): readonly unknown[] | undefined {
  return listIn(body, 'recordsIdsAdded') ?? listIn(body, 'recordIdsAdded');
}

/** The ids that a list response names as removed. */
export function idsRemoved(body: unknown): readonly unknown[] | undefined {
  return listIn(body, 'recordIdsRemoved') ?? listIn(body, 'recordsIdsRemoved');
}

function listIn(body: unknown, name: string): readonly unknown[] | undefined {
  const list: unknown = objectOf(body)[name];
  return Array.isArray(list) ? list : undefined;
}

function isEmpty(body: unknown): boolean {
  return body === undefined;
}

function isObject(body: unknown): boolean {
  return Object.keys(objectOf(body)).length > 0;
}

function isEnrollment(body: unknown): boolean {
  return idOf(objectOf(body)['id']) !== undefined;
}
