import type { Drift, Plan } from '../../model/plan.ts';
import { driftTitle, driftView } from '../view/drift-view.ts';
import { linksOf } from '../view/links.ts';
import { count, formatNumber } from '../view/format.ts';
import { driftKind } from '../wording/drift-kind.ts';
import { htmlDocument } from './document.ts';
import { driftPart } from './drift-part.ts';
import { heading } from './heading.ts';
import { html } from './html.ts';
import type { PageData, PageStatus } from './page-data.ts';
import { peoplePart } from './people-list.ts';
import { pageData } from './row-writer.ts';

/** What moved in the account since the last apply, as one self-contained page. */
export function renderDriftHtml(plan: Plan, options: { readonly strict: boolean }): string {
  const { headline, counted, listed, pendingChanges } = driftView(plan, options);
  const all = [...counted, ...listed];
  const also = [
    ...(listed.length > 0 ? [`${formatNumber(listed.length)} more to know of`] : []),
    ...(pendingChanges > 0
      ? [`${count(pendingChanges, 'pending change')} in the files, which is no drift`]
      : []),
  ];
  const data = driftRows(all, plan);
  return htmlDocument({
    title: 'rollcall drift',
    about: `Drift of account ${plan.portalId}`,
    header: [heading([headline, ...also].join('; '))],
    // A short list stands by itself; a long one has to be searched.
    main: [
      driftPart(all, { title: driftTitle(plan), links: linksOf(plan) }),
      all.length > 20 ? peoplePart(all.length, 'All of it') : html``,
    ],
    data: all.length > 20 ? data : undefined,
  });
}

function driftRows(drift: readonly Drift[], plan: Plan): PageData {
  const lines = drift.map((one) => {
    const [target = '', person] = one.address.split('/', 2);
    return {
      status: one.kind,
      contactId: person !== undefined && /^\d+$/u.test(person) ? person : undefined,
      who: person === undefined || /^\d+$/u.test(person) ? '' : person,
      target: { address: target },
      text: one.message,
      help: one.help,
      source: one.source,
    };
  });
  return pageData(lines, { statuses, contactPage: linksOf(plan).contactPage });
}

const kinds: readonly Drift['kind'][] = [
  'target-deleted',
  'target-disabled',
  'target-edited',
  'unmanaged',
  'ended-unexplained',
];
const statuses: readonly PageStatus[] = kinds.map((kind) => ({
  key: kind,
  word: driftKind(kind),
  symbol: '!',
  tone: kind === 'ended-unexplained' ? 'wait' : 'stop',
}));
