import type { ChangeTarget, PlanContext } from '../../model/results/plan.ts';
import type { ContactId } from '../../model/target.ts';

/** Links to contacts and targets in the HubSpot app. */
export interface Links {
  /** The URL of a contact, with the placeholder `{id}`. */
  readonly contactPage: string;
  readonly contact: (id: ContactId) => string;
  readonly list: (id: string) => string;
  /** The page of a target. For a workflow that does not exist yet, the page with all workflows. */
  readonly target: (target: Pick<ChangeTarget, 'kind' | 'id'>) => string;
}

/** The part of a plan or report from which links are made. */
interface Account {
  readonly portalId: number;
  readonly context?: Pick<PlanContext, 'uiDomain' | 'contactPage'>;
}

/**
 * Returns the links of an account. Never links to a host that does not belong to HubSpot: anyone can edit a saved
 * plan, and its digest does not cover `context`.
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
    list: (id) => `https://${host}/contacts/${portalId}/objectLists/${encodeURIComponent(id)}`,
    target: ({ kind, id }) => {
      if (id.startsWith('new:')) return `https://${host}/workflows/${portalId}`;
      return kind === 'sequence'
        ? `https://${host}/sequences/${portalId}/sequence/${encodeURIComponent(id)}`
        : `https://${host}/workflows/${portalId}/platform/flow/${encodeURIComponent(id)}/edit`;
    },
  };
}

function isHubSpot(host: string): boolean {
  return /^app(?:-[a-z0-9]+)?\.hubspot(?:qa)?\.com$/u.test(host);
}
