/**
 * The flags and variables of the command line that messages name, and the option of the library that does the same.
 * A command that the library does not offer (`rollcall resolve …`) stays a command for the shell, flags included.
 */
export const optionNames: Readonly<Record<string, string>> = {
  '--accept': 'rollcall drift --accept',
  '--allow-archive': '`allowArchive: true`',
  '--allow-base-url': '`baseUrl`',
  '--api-version': '`apiVersion`',
  '--canary': '`canary`',
  '--dialect': '`dialect`',
  '--exclude': '`exclude`',
  '--expect': '`expect`',
  '--lock-timeout': '`lockTimeout`',
  '--max-create': '`limits.create`',
  '--max-enroll': '`limits.enroll`',
  '--max-reenroll': '`limits.reenroll`',
  '--max-sender-day': '`limits.perSenderPerDay`',
  '--max-unenroll': '`limits.unenroll`',
  '--max-…': '`limits`',
  '--new-ledger': '`newLedger: true`',
  '--only': '`only`',
  '--portal': '`portal`',
  '--suppressions': '`suppressions`',
  '--undo-run': '`undoRun`',
  HTTPS_PROXY: '`proxy`',
  HTTP_PROXY: '`proxy`',
  HUBSPOT_ACCESS_TOKEN: '`token`',
  HUBSPOT_BASE_URL: '`baseUrl`',
  ROLLCALL_LEDGER: '`ledger`',
};

const command =
  /`rollcall [^`]*`|rollcall (?:resolve|resume|unlock|history|drift|plan|init|validate|ledger|workflows|sequences)\b[^,.;]*/u;
const name =
  /--[a-z…]+(?:-[a-z…]+)*|\b(?:HTTPS?_PROXY|HUBSPOT_ACCESS_TOKEN|HUBSPOT_BASE_URL|ROLLCALL_LEDGER)\b/u;
const either = new RegExp(`(?<command>${command.source})|\`?(?<name>${name.source})\`?`, 'gu');

/** Returns a sentence in which the names of options replace flags and variables. */
export function inOptionNames(text: string): string {
  return text.replaceAll(either, (whole: string, _command?: string, flag?: string) =>
    flag === undefined ? whole : (optionNames[flag] ?? whole),
  );
}
