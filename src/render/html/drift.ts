import type { Drift, Plan } from '../../model/results/plan.ts';
import { displayEmail, type EmailLookup } from '../view/contact-label.ts';
import { driftEntry, driftKind, driftTitle, driftView } from '../view/drift-view.ts';
import { linksOf } from '../view/links.ts';
import { card, fold } from './card.ts';
import { heading, htmlDocument } from './document.ts';
import { driftList } from './drift-list.ts';
import { html } from './html.ts';
import { type PageData, pageData, type PageStatus } from './page-data.ts';
import { peopleList } from './people-list.ts';

interface DriftHtmlOptions {
  readonly strict: boolean;
  /** Looks up real email addresses, for `--show-emails`. */
  readonly reveal?: EmailLookup | undefined;
}

/** Renders the drift since the last apply as one self-contained page. */
export function renderDriftHtml(plan: Plan, { strict, reveal }: DriftHtmlOptions): string {
  const { headline, counted, listed, listedTitle, pendingNote, unknown } = driftView(plan, { strict });
  const all = [...counted, ...listed];
  const data = driftRows(all, { plan, reveal });
  const links = linksOf(plan);
  return htmlDocument({
    title: 'rollcall drift',
    about: `Drift of account ${plan.portalId}`,
    header: [
      html`<p class="state tone-${counted.length > 0 ? 'stop' : unknown > 0 ? 'wait' : 'add'}">
        <strong>${counted.length > 0 ? 'Drift' : unknown > 0 ? 'No drift found' : 'No drift'}</strong>
      </p>`,
      heading(headline, ...(pendingNote === '' ? [] : [pendingNote])),
    ],
    // A long list also gets a table that can be searched.
    main: [
      counted.length === 0
        ? html``
        : card('drift', driftTitle(plan), { body: driftList(counted, { links, reveal }) }),
      listed.length === 0
        ? html``
        : fold('listed', listedTitle, { flush: true, body: driftList(listed, { links, reveal }) }),
      all.length > 20 ? peopleList(data, { title: 'All differences', command: 'rollcall drift' }) : html``,
    ],
    data: all.length > 20 ? data : undefined,
  });
}

function driftRows(
  drift: readonly Drift[],
  { plan, reveal }: { readonly plan: Plan; readonly reveal: EmailLookup | undefined },
): PageData {
  const lines = drift.map((one) => {
    const { contactId, target, time } = driftEntry(one, reveal);
    return {
      status: one.kind,
      contactId,
      who: one.contact === undefined ? '' : (displayEmail(one, reveal) ?? ''),
      target: { address: target },
      text: time === '' ? one.message : `${one.message} (${time})`,
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
