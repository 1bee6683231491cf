/** Lines in the log of a job. Text from elsewhere never becomes a command of the CI system. */

/**
 * One line for the log. GitHub reads a line as a command if it begins with `::` or contains `##[`; a line break
 * would begin another line.
 *
 * @param {string} text
 */
export function logLine(text) {
  return `${unbroken(text).replace(/^(\s*):(?=:)/u, '$1: ')}\n`;
}

/**
 * GitHub's command for an error in the log.
 *
 * @param {string} title
 * @param {string} text
 */
export function errorCommand(title, text) {
  return `::error title=${property(unbroken(title))}::${data(unbroken(text))}\n`;
}

// Controls are the point here.
// oxlint-disable-next-line no-control-regex
const unshowable = /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]+/gu;

function unbroken(text) {
  return String(text)
    .replace(unshowable, ' ')
    .replace(/##(?=\w*\[)/gu, '# #');
}

function data(text) {
  return text.replaceAll('%', '%25');
}

function property(text) {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
