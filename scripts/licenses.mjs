// Lists the packages of the bundle with their licenses. The licenses require that their texts ship with the code.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The only licenses that a bundled package may have. All permit use in a package with another license. */
const permitted = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/**
 * Packages that ship no text, and the package of the same repository whose text is theirs.
 *
 * @type {Readonly<Record<string, string>>}
 */
const sharedText = { 'proxy-agent-negotiate': 'https-proxy-agent' };

const licenseFile = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/iu;

/**
 * Returns the text of the file that lists the licenses. Throws for a package with another license, or without a text.
 *
 * @param {readonly string[]} modules The paths of the bundled modules.
 */
export function licensesOf(modules) {
  const folders = new Set(modules.flatMap((path) => packageOf(path) ?? []));
  const entries = [...folders].map(readPackage).toSorted((a, b) => (a.title < b.title ? -1 : 1));
  const unique = new Map(entries.map((entry) => [entry.title, entry.text]));
  const line = '-'.repeat(80);
  return [
    'rollcall contains code of these packages.\n',
    ...[...unique].map(([title, text]) => `${line}\n${title}\n${line}\n\n${text}\n`),
  ].join('\n');
}

/**
 * Returns the folder of the package that a module belongs to, or undefined for a module of rollcall.
 *
 * @param {string} path
 */
function packageOf(path) {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(path.replaceAll('\\', '/'))?.[0];
}

/** @param {string} folder */
function readPackage(folder) {
  /** @type {{ name: string, version: string, license?: string }} */
  const { name, version, license = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!permitted.includes(license))
    throw new Error(
      `${name} ${version} has the license "${license}", which scripts/licenses.mjs does not permit.`,
    );
  const source = sharedText[name];
  const text = licenseText(source === undefined ? folder : join(folder, '..', source));
  if (text === '') throw new Error(`${name} ${version} has no text of its license.`);
  return { title: `${name} ${version} (${license})`, text };
}

/**
 * Returns the license files of a package, or the license section of its README.
 *
 * @param {string} folder
 */
function licenseText(folder) {
  const files = readdirSync(folder);
  const read = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8').trim();
  const texts = files.filter((file) => licenseFile.test(file)).map(read);
  if (texts.length > 0) return texts.join('\n\n');
  const readme = files.find((file) => /^readme\.md$/iu.test(file));
  return /^#+ *licen[cs]e\b.*$/imsu.exec(readme === undefined ? '' : read(readme))?.[0] ?? '';
}
