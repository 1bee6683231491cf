/** Values that look like secrets: tokens, passwords, and URLs that give access without either. */

/** Words in the name of a field that holds a secret. `hint` is that name, and what else names the value. */
const secretNames =
  /token|secret|passw|pwd|authori[sz]ation|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|credential|cookie/iu;

/** Fields that hold the name of a secret, not its value. */
const nameOfSecret = /secret[-_ ]?names?$/iu;

const knownTokens =
  /\b(?:pat-[a-z]{2}\d?-[\w-]+|eyJ[\w-]{8,}\.[\w-]{8,}|(?:sk|pk|rk)_(?:live|test)_\w{8,}|gh[opsu]_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|AKIA[A-Z0-9]{12,})/u;

const authorizationValue = /^\s*(?:Bearer|Basic|Token|ApiKey)\s+\S{4,}/iu;

/** A text of 32 or more characters without spaces, with letters and digits, that is not a UUID. */
const randomText = /^(?![\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$)(?=.*\d)(?=.*[a-z])[\w+/=-]{32,}$/iu;

/** Returns whether a value looks like a secret. `hint` names it: its field, and the header that it is the value of. */
export function looksSecret(value: string, hint: string): boolean {
  // A placeholder for a value of the contact, and a word such as `true`, are not secrets.
  if (/^\s*(?:\{\{[^}]*\}\})?\s*$/u.test(value) || /^(?:true|false|none|null)$/iu.test(value)) return false;
  if (secretNames.test(hint) && !nameOfSecret.test(hint)) return true;
  if (knownTokens.test(value) || authorizationValue.test(value) || randomText.test(value)) return true;
  const url = urlOf(value);
  return url !== undefined && isSecretUrl(url, hint);
}

/** Returns a secret without its secret part: the host of a URL remains. `label` replaces the rest. */
export function withoutSecret(value: string, label: string): string {
  const url = urlOf(value);
  return url ? `${url.protocol}//${url.host}/${label}` : label;
}

function urlOf(value: string): URL | undefined {
  const text = value.trim();
  return /^https?:\/\//iu.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

const secretParameters = /token|secret|passw|pwd|key|auth|sig|code|hash/iu;

function isSecretUrl({ username, password, hostname, pathname, searchParams }: URL, hint: string): boolean {
  if (username !== '' || password !== '') return true;
  if (/hook/iu.test(`${hostname} ${pathname} ${hint}`)) return true;
  if ([...searchParams.keys()].some((name) => secretParameters.test(name))) return true;
  return pathname.split('/').some((part) => part.length >= 20 && /\d/u.test(part) && /[a-z]/iu.test(part));
}
