/**
 * Formats lines for the log of a job, so that text from HubSpot, a file or a server never runs as a command of
 * the CI system.
 */

/**
 * Returns one line for the log. GitHub runs a line as a command if it begins with `::` or contains `##[`. A line
 * break in the text would begin another line.
 *
 * @param {string} text
 */
export function logLine(text) {
  return `${toSafeLine(text).replace(/^(\s*):(?=:)/u, '$1: ')}\n`;
}

/**
 * Returns GitHub's command for an error in the log.
 *
 * @param {string} title
 * @param {string} text
 */
export function errorCommand(title, text) {
  return `::error title=${escapeProperty(toSafeLine(title))}::${escapeData(toSafeLine(text))}\n`;
}

// The pattern matches control characters to remove them.
// oxlint-disable-next-line no-control-regex
const invisible = /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]+/gu;

/** @param {string} text */
function toSafeLine(text) {
  return text.replace(invisible, ' ').replace(/##(?=\w*\[)/gu, '# #');
}

/** @param {string} text */
function escapeData(text) {
  return text.replaceAll('%', '%25');
}

/** @param {string} text */
function escapeProperty(text) {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
