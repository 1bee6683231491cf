/** A request that HubSpot would not serve. */
export interface ErrorBody {
  readonly status: 'error';
  readonly message: string;
  readonly category?: string;
  readonly subCategory?: string;
  readonly errors?: readonly unknown[];
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly [other: string]: unknown;
}

export class Refusal extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: Omit<ErrorBody, 'status'> & { readonly message: string }) {
    super(body.message);
    this.status = status;
    this.body = { status: 'error', ...body };
  }
}

/** 400: the request does not say what it must. */
export function invalid(message: string, context?: ErrorBody['context']): Refusal {
  return new Refusal(400, { message, category: 'VALIDATION_ERROR', ...(context && { context }) });
}

/** 404. */
export function notFound(what: string, id: string): Refusal {
  return new Refusal(404, {
    message: `${what} ${id} was not found.`,
    category: 'OBJECT_NOT_FOUND',
    context: { id: [id] },
  });
}

/** One of the `errors` of a batch; HubSpot's reference marks every field as required. */
export function batchError(
  message: string,
  context: NonNullable<ErrorBody['context']>,
  subCategory?: string,
): unknown {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    ...(subCategory === undefined ? {} : { subCategory }),
    message,
    context,
    errors: [],
    links: {},
  };
}
