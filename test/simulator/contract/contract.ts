/** The contract of the simulator: a shape for each route, and the check of a request and its response against it. */
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import { createRequire } from 'node:module';
import type { SimulatorRoute } from '../../../src/simulator/routes/route.ts';
import type { Exchange } from '../../../src/simulator/server/serve-route.ts';
import { automationShapes } from './automation-shapes.ts';
import { crmShapes } from './crm-shapes.ts';
import { guideShapes } from './guide-shapes.ts';
import { error, object, type Schema, v2Error } from './schema.ts';
import type { Shape, Shapes } from './shape.ts';

export const shapes: Shapes = { ...crmShapes, ...automationShapes, ...guideShapes };

/** The same shapes by a key in which every placeholder is `*`. */
const shapesByKey: ReadonlyMap<string, Shape> = new Map(
  Object.entries(shapes).map(([name, shape]) => [name.replaceAll(/\{\w+\}/gu, '*'), shape]),
);

/** Returns the shape of a route, whatever its version. Placeholders in the path are `:name` or `{name}`. */
export function shapeOf({ method, path }: Pick<SimulatorRoute, 'method' | 'path'>): Shape | undefined {
  const key = `${method} ${path.replaceAll(/:\w+|\{\w+\}/gu, '*')}`;
  const withoutVersion = key.replace(/\/(?:v\d|20\d\d-\d\d(?:-beta)?)(?=\/|$)/u, '');
  return (
    shapesByKey.get(key) ??
    shapesByKey.get(withoutVersion) ??
    wildcardShapeOf(key) ??
    wildcardShapeOf(withoutVersion)
  );
}

/** Returns the shape whose placeholders stand for segments that the key has as words, such as `contacts`. */
function wildcardShapeOf(key: string): Shape | undefined {
  const segments = key.split('/');
  return [...shapesByKey].find(([pattern]) => {
    const parts = pattern.split('/');
    return (
      parts.length === segments.length &&
      parts.every((part, index) => part === '*' || part === segments[index])
    );
  })?.[1];
}

/** Returns how a request and its response break the contract of their route, one text for each violation. */
export function violationsOf({ route, query, text, response }: Exchange): readonly string[] {
  const name = `${route.method} ${route.path}`;
  const shape = shapeOf(route);
  if (!shape) return [`${name}: the contract has no such route`];
  const { status, body } = response;
  const given: unknown = body === undefined ? null : JSON.parse(JSON.stringify(body));
  if (status >= 400) {
    return violations(`${name}: response ${status}`, route.generation === 'v2' ? v2Error : error, given);
  }
  if (!(status in shape.responses)) return [`${name}: status ${status} is not in the contract`];
  const expected = shape.responses[status];
  return [
    ...violations(`${name}: query`, querySchemaOf(shape), Object.fromEntries(query)),
    ...violations(`${name}: request`, shape.body ?? nothing, text === '' ? null : JSON.parse(text)),
    ...violations(`${name}: response ${status}`, expected ?? nothing, given),
  ];
}

const nothing: Schema = { type: 'null' };
const querySchemas = new WeakMap<Shape, Schema>();

export function querySchemaOf(shape: Shape): Schema {
  const known = querySchemas.get(shape);
  if (known) return known;
  const schema = { ...object(shape.query ?? {}), required: shape.requiredQuery ?? [] };
  querySchemas.set(shape, schema);
  return schema;
}

const validators = new WeakMap<Schema, ValidateFunction>();
let compiler: Ajv2020 | undefined;

function violations(where: string, schema: Schema, value: unknown): readonly string[] {
  const validate = validators.get(schema) ?? newCompiler().compile(schema);
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${where}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Loads the validator at the first exchange: most test files start no simulator. */
function newCompiler(): Ajv2020 {
  if (compiler) return compiler;
  const { Ajv2020: Compiler } = createRequire(import.meta.url)('ajv/dist/2020.js') as {
    Ajv2020: typeof Ajv2020;
  };
  compiler = new Compiler({ allErrors: true, allowUnionTypes: true });
  return compiler;
}
