import {
  checkTones,
  type DoctorResult,
  doctorView,
  type PassedArea,
  type ProblemCheck,
} from '../view/doctor-view.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import { card } from './card.ts';
import { heading, htmlDocument } from './document.ts';
import { type Html, html } from './html.ts';
import { prose } from './prose.ts';

/** Renders the result of `rollcall doctor` as one self-contained page: the problems first, then what passed by area. */
export function renderDoctorHtml(result: DoctorResult): string {
  const { portalId } = result;
  const { ready, state, headline, failed, warnings, passed, passedTitle, notChecked } = doctorView(result);
  return htmlDocument({
    title: 'rollcall doctor',
    about: portalId === undefined ? 'Checks' : `Checks of account ${portalId}`,
    header: [
      html`<p class="state tone-${ready ? 'add' : 'stop'}"><strong>${state}</strong></p>`,
      heading(headline),
    ],
    main: [
      problemsPart('failed', 'Failed', failed),
      problemsPart('warnings', 'Warnings', warnings),
      passed.length === 0
        ? html``
        : card('passed', passedTitle, {
            body: html`<ul class="review wide areas">
                ${passed.map(areaRow)}
              </ul>
              ${notChecked === '' ? undefined : html`<p class="more">${notChecked}</p>`}`,
          }),
    ],
  });
}

function problemsPart(id: string, title: string, problems: readonly ProblemCheck[]): Html {
  if (problems.length === 0) return html``;
  return card(id, title, {
    note: formatNumber(problems.length),
    body: html`<ul class="review">
      ${problems.map(problemRow)}
    </ul>`,
  });
}

function problemRow({ status, code, message, help, source }: ProblemCheck): Html {
  return html`<li class="tone-${checkTones[status]}">
    <span class="tag">${status}</span>
    <span class="what">${prose(message)}</span>
    ${source ? html`<span class="place">${formatPlace(source)}</span>` : undefined}
    <span class="because"><span class="fix">${prose(help)}</span> <code class="name">${code}</code></span>
  </li>`;
}

/** Returns the passed checks of an area: a message, or a list to open. */
function areaRow({ title, summary, isMessage, checks }: PassedArea): Html {
  return html`<li class="tone-${checkTones.ok}">
    <span class="tag">${title}</span>
    ${
      isMessage
        ? html`<span class="what">${prose(summary)}</span>`
        : html`<details class="what">
            <summary>${summary}</summary>
            <ul>
              ${checks.map(({ message }) => html`<li>${prose(message)}</li>`)}
            </ul>
          </details>`
    }
  </li>`;
}
