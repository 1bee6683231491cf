import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { simulatorRoutes } from '../../src/simulator/routes/all-routes.ts';

interface TypedCall {
  /** `GET /crm/v3/lists/{listId}` */
  readonly name: string;
  readonly matches: (method: string, path: string) => boolean;
}

/** Returns the calls with types in an installed HubSpot client to routes that the simulator serves. */
export function typedCalls(packageName: string): readonly TypedCall[] {
  const entry = createRequire(import.meta.url).resolve(packageName);
  const folder = join(dirname(entry), 'codegen');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => /apis[/\\]\w+Api\.js$/u.test(file) && isExported(join(folder, file)))
    .flatMap((file) => callsIn(readFileSync(join(folder, file), 'utf8')));
  if (names.length < 500)
    throw new Error(`${packageName} has only ${names.length} calls: read its code again.`);
  return [...new Set(names)].filter(isServed).map((name) => {
    const pattern = patternOf(name);
    return { name, matches: (method, path) => pattern.test(`${method} ${path}`) };
  });
}

/** Whether callers can reach an API: 14.0 also contains code of APIs that it does not export. */
function isExported(file: string): boolean {
  const types = readFileSync(join(dirname(file), '..', 'types', 'PromiseAPI.d.ts'), 'utf8');
  return types.includes(`class Promise${basename(file, '.js')} `);
}

/** Finds each path and the method of its request in the generated code of an API. */
function callsIn(code: string): readonly string[] {
  return [...code.matchAll(/localVarPath = '([^']+)'[\s\S]*?HttpMethod\.(\w+)/gu)].map(
    ([, path = '', method = '']) => `${method} ${path.replace(/\/$/u, '')}`,
  );
}

function isServed(call: string): boolean {
  const [method, path = ''] = call.split(' ');
  const segments = path.split('/');
  return simulatorRoutes.some((route) => {
    const parts = route.path.split('/');
    return (
      route.method === method &&
      parts.length === segments.length &&
      parts.every((part, index) => isSame(part, segments[index] ?? ''))
    );
  });
}

/** Whether a segment of a route of the simulator serves a segment of the client's path. */
function isSame(part: string, segment: string): boolean {
  if (part.startsWith(':')) return segment.startsWith('{');
  return part === segment || segment === '{objectType}';
}

function patternOf(call: string): RegExp {
  const path = call.split(/\{\w+\}/u).map((part) => part.replaceAll(/[.*+?^$()[\]\\|/]/gu, String.raw`\$&`));
  return new RegExp(`^${path.join('[^/]+')}/?$`, 'u');
}
