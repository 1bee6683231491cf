/** Short forms for the JSON Schemas of the contract, and the parts that several routes share. */
export type Schema = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, Schema>>;

export const text: Schema = { type: 'string' };
export const id: Schema = { title: 'Id', type: 'string', pattern: '^[0-9]+$' };
export const integer: Schema = { type: 'integer' };
export const boolean: Schema = { type: 'boolean' };
export const instant: Schema = {
  title: 'Instant',
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
};
export const textOrNull: Schema = { type: ['string', 'null'] };
export const idOrInteger: Schema = { anyOf: [id, integer] };

/** Describes an object that has every required field and no field that is not described. */
export function object(required: Fields, optional: Fields = {}): Schema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

/** Names a schema: the published contract has it once, under this name. */
export function named(title: string, schema: Schema): Schema {
  return { title, ...schema };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function map(values: Schema): Schema {
  return { type: 'object', additionalProperties: values };
}

export function oneOfValues(...values: readonly string[]): Schema {
  return { enum: values };
}

const context = map(list(text));
const errorDetail = object({ message: text }, { in: text, code: text, subCategory: text, context });

/** The body of a refused request. */
export const error = object(
  { status: { const: 'error' }, message: text, category: text, correlationId: text },
  {
    subCategory: text,
    errors: list(errorDetail),
    context,
    links: map(text),
    errorType: text,
    policyName: text,
  },
);

/** The body of a refused v2 request. */
export const v2Error = object(
  { status: { const: 'error' }, message: text, correlationId: text },
  { category: text, context, errorType: text, policyName: text },
);

const paging = named('Paging', object({ next: object({ after: text }, { link: text }) }));

export function page(result: Schema, extra: Fields = {}): Schema {
  return object({ results: list(result), ...extra }, { paging });
}

const batchError = named(
  'BatchError',
  object(
    { status: text, category: text, message: text, context, errors: list(errorDetail), links: map(text) },
    { subCategory: text },
  ),
);

/** The response to a batch: objects that were not found are in `errors`. */
export function batch(result: Schema): Schema {
  return object(
    {
      status: oneOfValues('PENDING', 'PROCESSING', 'CANCELED', 'COMPLETE'),
      results: list(result),
      startedAt: instant,
      completedAt: instant,
    },
    { requestedAt: instant, links: map(text), numErrors: integer, errors: list(batchError) },
  );
}
