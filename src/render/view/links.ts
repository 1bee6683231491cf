import type { ChangeTarget, PlanContext } from '../../model/plan.ts';
import type { ContactId } from '../../model/target.ts';

/** Where people and targets are in the account's app. */
export interface Links {
  /** With `{id}` where the contact's id belongs. */
  readonly contactPage: string;
  readonly contact: (id: ContactId) => string;
  readonly target: (target: Pick<ChangeTarget, 'kind' | 'id'>) => string;
}

/** What is known of an account's app by a plan or a report. */
interface Account {
  readonly portalId: number;
  readonly context?: Pick<PlanContext, 'uiDomain' | 'contactPage'>;
}

/**
 * The pages of the account that a plan is for. A saved plan is a file that anybody may have edited, and
 * these facts are no part of its digest: a host that is not HubSpot's is never linked to.
 */
export function linksOf({ portalId, context }: Account): Links {
  const host = context && isHubSpot(context.uiDomain) ? context.uiDomain : 'app.hubspot.com';
  const known = context?.contactPage;
  const page =
    known !== undefined && URL.canParse(known) && isHubSpot(new URL(known).host) && known.startsWith('https:')
      ? known
      : `https://${host}/contacts/${portalId}/record/0-1/{id}`;
  return {
    contactPage: page,
    contact: (id) => page.replace('{id}', encodeURIComponent(id)),
    target: ({ kind, id }) =>
      kind === 'sequence'
        ? `https://${host}/sequences/${portalId}/sequence/${encodeURIComponent(id)}`
        : `https://${host}/workflows/${portalId}/platform/flow/${encodeURIComponent(id)}/edit`,
  };
}

function isHubSpot(host: string): boolean {
  return /^app(?:-[a-z0-9]+)?\.hubspot(?:qa)?\.com$/u.test(host);
}
