import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, lstatSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { explainExitCode, isSuccess } from './exit-codes.mjs';
import { affectedAccounts, removedAccounts } from './fleet.mjs';
import { readResult } from './fleet-results.mjs';
import { messageEnd } from './message.mjs';
import { isNothingLeft, nothingWaits, withProgress } from './progress.mjs';

/**
 * Writes one comment or one issue about all accounts of a fleet, after the jobs of the accounts.
 *
 * @import { FleetAccount } from '../src/commands/repository/fleet.ts'
 * @import { AccountResult } from './fleet-results.mjs'
 * @import { Platform } from './platform.mjs'
 * @import { Settings } from './settings.mjs'
 *
 * @typedef {object} Row
 * @property {FleetAccount} account
 * @property {AccountResult | undefined} result
 * @property {boolean} failed
 */

/** GitHub accepts 65,536 characters in a comment, GitLab more. */
const maxLength = 60_000;

/**
 * Summarizes the results of a command. Returns the exit code of the job: 1 if an account failed or has no result.
 *
 * @param {Settings} settings `command` is the command of the accounts.
 * @param {Platform} platform
 * @returns {Promise<number>}
 */
export async function summarizeFleet(settings, platform) {
  const { command } = settings;
  const accounts = await affectedAccounts({ ...settings, only: settings.only || settings.account });
  const removed = await removedAccounts(settings);
  const rows = accounts.map((account) => readRow(account, command, platform.resultsFolder));
  const kept = keepPlans(rows, platform.resultsFolder);
  const message = formatFleet(rows, { settings, platform, kept, removed });
  platform.writeSummary(message, settings);
  writeFileSync(settings.message, message);
  platform.setOutputs({
    artifact: kept.length > 0 ? settings.artifact : '',
    'kept-plan': 'rollcall-plan-*.json',
    'kept-page': 'rollcall-plan-*.html',
    'kept-message': settings.message,
  });
  for (const { account, result, failed } of rows) {
    if (failed) platform.logError(`rollcall ${command}: ${account.name}`, problemOf(result));
  }
  if (settings.comment) await comment(rows, { settings, platform, kept, removed });
  const failures = rows.filter(({ failed }) => failed).length;
  // An account that could not be read may have drifted: with such an account, the issue cannot be closed.
  const drifted = rows.filter(({ result }) => result?.exit === 2).length;
  if (settings.issue && (failures === 0 || drifted > 0)) {
    const unread = failures === 0 ? '' : `; ${failures} could not be checked`;
    const title = `HubSpot differs from its files in ${drifted} of ${count(rows.length, 'account')}${unread}`;
    await platform.updateIssue({ title, body: message, clean: drifted === 0, settings });
  }
  return failures === 0 ? 0 : 1;
}

/**
 * @param {FleetAccount} account
 * @param {Settings['command']} command
 * @param {string} folder
 * @returns {Row}
 */
function readRow(account, command, folder) {
  const result = readResult(folder, account.name);
  return { account, result, failed: result === undefined || !isSuccess(command, result.exit) };
}

/**
 * Copies the plans that the jobs of the accounts made into the working folder, so that this job keeps all of them. Returns
 * the rows whose plan is kept.
 *
 * @param {readonly Row[]} rows
 * @param {string} folder
 * @returns {readonly Row[]}
 */
function keepPlans(rows, folder) {
  return rows.filter(({ account, result }) => {
    if (result?.keepPlan !== true) return false;
    const files = [`rollcall-plan-${account.name}.json`, `rollcall-plan-${account.name}.html`];
    for (const file of files) {
      const from = resolve(folder, file);
      const isThere = existsSync(from) && lstatSync(from).isFile();
      if (isThere && from !== resolve(file)) copyFileSync(from, file);
    }
    return existsSync(join(folder, files[0] ?? ''));
  });
}

/**
 * Comments on the pull request of this job or, after a merge, on the pull requests whose plans were applied.
 *
 * @param {readonly Row[]} rows
 * @param {{ settings: Settings, platform: Platform, kept: readonly Row[], removed: readonly string[] }} job
 */
async function comment(rows, { settings, platform, kept, removed }) {
  if (settings.command !== 'apply' && settings.command !== 'continue') {
    const number = platform.pullRequest;
    // An earlier commit may have changed an account: then its comment must not remain.
    const isNews =
      rows.length > 0 ||
      removed.length > 0 ||
      number === undefined ||
      (await platform.findComment(number, settings));
    if (isNews) await platform.comment(formatFleet(rows, { settings, platform, kept, removed }), settings);
    return;
  }
  // An apply that was refused is about this commit, and not about the last one that was applied.
  const commitOf = (/** @type {Row} */ { result }) =>
    settings.command === 'apply' ? platform.commit : result?.commit;
  for (const commit of new Set(rows.map(commitOf))) {
    const merged = commit === undefined ? undefined : await platform.findMerged(commit);
    if (!merged) continue;
    const own = rows.filter((row) => commitOf(row) === commit);
    const left = sumLeft(own);
    const existing = await platform.findComment(merged.number, settings);
    const isOver = own.every(({ failed }) => !failed) && left !== null && isNothingLeft(left);
    if (settings.command === 'continue' && isOver && existing?.includes(nothingWaits)) continue;
    const message = formatFleet(own, { settings, platform, kept, removed });
    await platform.comment(withProgress(message, left), settings, merged.number);
  }
}

/**
 * Returns what waits in all accounts together. Null if nothing is known to wait and an account did not report it.
 *
 * @param {readonly Pick<Row, 'result'>[]} rows
 */
export function sumLeft(rows) {
  const known = rows.flatMap(({ result }) => (result?.left ? [result.left] : []));
  const waiting = known.reduce((sum, left) => sum + left.waiting, 0);
  const forReview = known.reduce((sum, left) => sum + (left.forReview ?? 0), 0);
  if (waiting === 0 && forReview === 0 && known.length < rows.length) return null;
  const [until] = known.flatMap((left) => left.until ?? []).toSorted();
  return { waiting, ...(until && { until }), ...(forReview > 0 && { forReview }) };
}

/**
 * Returns the body of the comment or the issue.
 *
 * @param {readonly Row[]} rows
 * @param {{ settings: Settings, platform: Platform, kept: readonly Row[], removed: readonly string[] }} job
 */
export function formatFleet(rows, { settings, platform, kept, removed }) {
  const { command, key } = settings;
  const promised = kept.filter((row) => rows.includes(row) && row.result?.plan?.applyable === true);
  const failed = rows.filter((row) => row.failed);
  const heading = `### rollcall ${command}: ${count(rows.length, 'account')}${failed.length > 0 ? `, ${failed.length} failed` : ''}`;
  const head = [
    heading,
    ...(command === 'plan' && settings.comment && promised.length > 0 ? [promise(promised)] : []),
    ...removed.map(removedText),
    ...(rows.length > 0 ? overview(rows) : [noAccount]),
  ].join('\n\n');
  const ids = promised.map(({ result }) => result?.plan?.planId).join(' ');
  const planId = ids === '' ? undefined : createHash('sha256').update(ids).digest('hex').slice(0, 16);
  const end = messageEnd({ command, key, planId, platform });
  const details = fittingDetails(rows, {
    room: maxLength - head.length - end.length,
    where: platform.fileUrl('rollcall-fleet.md'),
  });
  return [head, ...details, end].join('\n\n');
}

/** @param {string} name */
function removedText(name) {
  return `**Account ${name} was removed.** Its contacts stay enrolled, \`suppress\` is no longer applied to them, and no job checks the account. To unenroll them, merge and apply that change first, and then remove the folder.`;
}

const noAccount = 'No account of this fleet is affected by the change.';

/** @param {readonly Row[]} rows */
function promise(rows) {
  const [expiresAt = ''] = rows.flatMap(({ result }) => result?.plan?.expiresAt ?? []).toSorted();
  const until = `${expiresAt.slice(0, 10)} ${expiresAt.slice(11, 16)} UTC`;
  return [
    `**Merging applies exactly ${rows.length === 1 ? 'this plan' : 'these plans'}.** Each change is checked again first: one that no longer holds, for example because the contact opted out, is left out.`,
    `An account whose files changed, or whose plan is expired (the first on ${until}), gets nothing: its job fails and shows a new plan to approve. The other accounts are applied.`,
  ].join(' ');
}

/**
 * Returns a table of the accounts that need reading, the failed ones first, and one line with the others. Without links if
 * these would not fit.
 *
 * @param {readonly Row[]} rows
 * @returns {readonly string[]}
 */
function overview(rows) {
  const failed = rows.filter((row) => row.failed);
  // A merge applies every kept plan, also one without changes: it records that the files were reviewed.
  const changed = rows.filter(
    ({ failed: isFailed, result }) => !isFailed && result && (hasNews(result) || result.keepPlan),
  );
  const quiet = rows.filter((row) => !failed.includes(row) && !changed.includes(row));
  const shown = [...failed, ...changed];
  const withLinks = table(shown, true);
  return [
    ...(shown.length === 0 ? [] : [withLinks.length < maxTable ? withLinks : table(shown, false)]),
    ...(quiet.length === 0
      ? []
      : [
          `${count(quiet.length, 'account')} without changes: ${listNames(quiet.map(({ account }) => account.name))}.`,
        ]),
  ];
}

const maxTable = maxLength / 2;

/**
 * @param {readonly Row[]} rows
 * @param {boolean} links
 */
function table(rows, links) {
  return [
    '| account | portal | result | changes | plan |',
    '| --- | --- | --- | ---: | --- |',
    ...rows.map((row) => tableRow(row, links)),
  ].join('\n');
}

/**
 * @param {Row} row
 * @param {boolean} links
 */
function tableRow({ account, result, failed }, links) {
  const outcome = failed ? `**${clip(problemOf(result))}**` : clip(headlineOf(result));
  const name = result && links ? `[${account.name}](${result.logUrl})` : account.name;
  const plan = result?.plan;
  const id = plan ? `\`${plan.planId}\`` : '';
  return `| ${name} | ${account.portal ?? 'invalid file'} | ${outcome} | ${plan?.changes ?? ''} | ${id} |`;
}

/** @param {string} text */
function clip(text) {
  return text.length <= 100 ? text : `${text.slice(0, 99).replace(/\s+\S*$/u, '')}…`;
}

/** @param {readonly string[]} names */
function listNames(names) {
  const [first, rest] = [names.slice(0, 20), names.length - 20];
  return rest > 0 ? `${first.join(', ')} and ${rest} more` : first.join(', ');
}

/** @param {AccountResult | undefined} result */
function problemOf(result) {
  return result === undefined
    ? 'No result: its job failed early, was canceled, or is missing in the matrix.'
    : `Exit code ${result.exit}. ${explainExitCode(result.exit)}`;
}

/**
 * Returns the result in one line: the heading of a plan, or the first bold sentence below the heading of another command.
 *
 * @param {AccountResult | undefined} result
 */
function headlineOf(result) {
  const text = result?.text ?? '';
  const [, plan] = /^### rollcall: (.*)$/mu.exec(text) ?? [];
  const [, sentence = ''] = /^\*\*(.*?)\*\*/mu.exec(text) ?? [];
  return (plan ?? sentence).replaceAll('|', '\\|');
}

/**
 * Returns the results of the accounts that need reading, as far as they fit.
 *
 * @param {readonly Row[]} rows
 * @param {{ room: number, where: string }} place `room` in characters; `where` a reader finds all plans.
 * @returns {readonly string[]}
 */
function fittingDetails(rows, { room, where }) {
  const wanted = rows.filter(({ result, failed }) => result !== undefined && (failed || hasNews(result)));
  /** @type {string[]} */
  const shown = [];
  /** @type {string[]} */
  const omitted = [];
  let left = room - 1_000;
  for (const { account, result, failed } of wanted) {
    const page =
      result?.keepPlan && result.plan?.applyable ? ` (<a href="${result.pageUrl}">as a page</a>)` : '';
    const title = failed ? `exit code ${result?.exit}` : headlineOf(result);
    const detail = `<details><summary><b>${account.name}</b>: ${title}${page}</summary>\n\n${result?.text.trim()}\n\n</details>`;
    if (detail.length > left) omitted.push(account.name);
    else {
      shown.push(detail);
      left -= detail.length + 2;
    }
  }
  if (omitted.length === 0) return shown;
  return [
    ...shown,
    `Too long for this comment: ${listNames(omitted)}. Read their pages [among the files of this run](${where}) before you approve.`,
  ];
}

/** @param {AccountResult} result */
function hasNews({ exit, plan, left }) {
  return exit !== 0 || (plan?.changes ?? 0) > 0 || !isNothingLeft(left);
}

/**
 * @param {number} number
 * @param {string} noun
 */
function count(number, noun) {
  return `${number} ${number === 1 ? noun : `${noun}s`}`;
}
