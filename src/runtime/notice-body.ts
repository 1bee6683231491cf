import { type Notice, noticeText } from '../model/results/notice.ts';
import { outputFormatVersion } from '../model/results/plan.ts';

/** The hosts of Slack's incoming webhooks. They refuse a body without `text`. */
const slackHosts = /^hooks\.slack(?:-gov)?\.com$/u;

/** The hosts of webhooks for Teams. They ignore `text`, and show only the Adaptive Cards in `attachments`. */
const teamsHosts =
  /(?:^|\.)(?:logic\.azure\.com|powerplatform\.com|powerautomate\.com|flow\.microsoft\.com|webhook\.office\.com)$/u;

/**
 * Returns the JSON body of a notice. Slack gets its `text`, Teams an Adaptive Card, and every other server the whole
 * notice, with the `text` that servers compatible with Slack show.
 */
export function noticeBody(
  notice: Notice,
  { hostname, job }: { readonly hostname: string; readonly job: string | undefined },
): object {
  const text = [noticeText(notice), ...(job === undefined ? [] : [job])].join('\n');
  if (slackHosts.test(hostname)) return { text };
  if (teamsHosts.test(hostname)) return adaptiveCard(text);
  return { formatVersion: outputFormatVersion, text, ...notice };
}

function adaptiveCard(text: string): object {
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: text.split('\n').map((line) => ({ type: 'TextBlock', text: line, wrap: true })),
        },
      },
    ],
  };
}
