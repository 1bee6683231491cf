// Generated from rollcall.schema.json by scripts/compile-schema.mjs. Do not edit.
// @ts-nocheck
/* oxlint-disable */
import type { ValidateFunction } from 'ajv';
export const validate: ValidateFunction = validate52;
const schema19 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['version'],
  additionalProperties: false,
  properties: {
    version: { enum: [1] },
    portal: { type: ['integer', 'string'], minimum: 1, pattern: '^simulated$' },
    dialect: { enum: ['documented', 'guide'] },
    apiVersion: { enum: ['2026-09', '2026-03', 'legacy'] },
    workflowApiVersion: { enum: ['v4', '2026-09-beta'] },
    ledger: { type: 'string', pattern: '\\S' },
    ledgerId: { type: ['string', 'number'], pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{3,63}$' },
    rate: { type: ['integer', 'string'], minimum: 1, maximum: 100, pattern: '^(100|[1-9][0-9]?)%$' },
    expires: { type: 'string', pattern: '^[1-9][0-9]{0,3}[mhd]$' },
    drift: { type: 'object', additionalProperties: false, properties: { unmanaged: { type: 'boolean' } } },
    token: { type: 'string', pattern: '^HUBSPOT_[A-Z0-9_]*TOKEN[A-Z0-9_]*$' },
    notify: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
    limits: {
      type: 'object',
      additionalProperties: false,
      properties: {
        enroll: { $ref: '#/$defs/cap' },
        unenroll: { $ref: '#/$defs/cap' },
        reenroll: { $ref: '#/$defs/cap' },
        perSenderPerDay: { $ref: '#/$defs/count' },
        create: { $ref: '#/$defs/count' },
        recipients: { type: 'array', items: { $ref: '#/$defs/pattern' } },
      },
    },
    freeze: {
      type: 'array',
      items: {
        type: 'object',
        required: ['from', 'to'],
        additionalProperties: false,
        properties: {
          from: { $ref: '#/$defs/day' },
          to: { $ref: '#/$defs/day' },
          reason: { type: 'string' },
        },
      },
    },
    suppress: { type: 'array' },
    audiences: {
      type: 'object',
      propertyNames: { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' },
      additionalProperties: {
        type: ['array', 'object'],
        items: { $ref: '#/$defs/audienceEntry' },
        additionalProperties: false,
        required: ['members'],
        properties: {
          members: { type: 'array', items: { $ref: '#/$defs/audienceEntry' } },
          require: { $ref: '#/$defs/require' },
        },
      },
    },
    sequences: {
      type: 'object',
      propertyNames: { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' },
      additionalProperties: { $ref: '#/$defs/sequence' },
    },
    workflows: {
      type: 'object',
      propertyNames: { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' },
      additionalProperties: { $ref: '#/$defs/workflow' },
    },
  },
  $defs: {
    sequence: {
      type: 'object',
      required: ['sender'],
      if: { not: { required: ['name'] } },
      then: { required: ['id'] },
      additionalProperties: false,
      properties: {
        id: { $ref: '#/$defs/targetId' },
        name: { type: 'string', pattern: '\\S' },
        replaces: { $ref: '#/$defs/replaces' },
        sender: { $ref: '#/$defs/sender' },
        senderAlias: { $ref: '#/$defs/email' },
        members: { type: 'array' },
        absent: { $ref: '#/$defs/absent' },
        require: { $ref: '#/$defs/require' },
        exclusive: { $ref: '#/$defs/exclusive' },
        since: { $ref: '#/$defs/since' },
        unenroll: { $ref: '#/$defs/sequenceUnenroll' },
        allowEmpty: { $ref: '#/$defs/allowEmpty' },
        noHistoryBefore: { $ref: '#/$defs/noHistoryBefore' },
        onLeave: { $ref: '#/$defs/onLeave' },
        limits: { $ref: '#/$defs/targetLimits' },
        pace: { $ref: '#/$defs/pace' },
        definition: { $ref: '#/$defs/definitionFile' },
      },
    },
    workflow: {
      type: 'object',
      if: { not: { required: ['definition'] } },
      then: { required: ['id'] },
      additionalProperties: false,
      properties: {
        id: { $ref: '#/$defs/targetId' },
        replaces: { $ref: '#/$defs/replaces' },
        members: { type: 'array' },
        absent: { $ref: '#/$defs/absent' },
        require: { $ref: '#/$defs/require' },
        exclusive: { $ref: '#/$defs/exclusive' },
        since: { $ref: '#/$defs/since' },
        via: {
          type: 'object',
          required: ['list'],
          additionalProperties: false,
          properties: { list: { $ref: '#/$defs/list' } },
        },
        activeList: { $ref: '#/$defs/list' },
        everList: { $ref: '#/$defs/list' },
        retired: { enum: [false, true, 'archive'] },
        unenroll: { $ref: '#/$defs/workflowUnenroll' },
        allowEmpty: { $ref: '#/$defs/allowEmpty' },
        noHistoryBefore: { $ref: '#/$defs/noHistoryBefore' },
        onLeave: { $ref: '#/$defs/onLeave' },
        limits: { $ref: '#/$defs/targetLimits' },
        pace: { $ref: '#/$defs/pace' },
        definition: { $ref: '#/$defs/definitionFile' },
      },
    },
    cap: { type: ['integer', 'string'], minimum: 0, maximum: 100000000, pattern: '^(100|[1-9]?[0-9])%$' },
    count: { type: 'integer', minimum: 0, maximum: 100000000 },
    day: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
    since: { $ref: '#/$defs/day' },
    memberSince: { $ref: '#/$defs/day' },
    email: { type: 'string', pattern: '^\\s*[^@\\s]+@[^@\\s]+\\s*$' },
    sender: {
      type: ['string', 'object'],
      pattern: '^\\s*([^@\\s]+@[^@\\s]+|contact-owner)\\s*$',
      additionalProperties: false,
      properties: {
        rotate: { $ref: '#/$defs/rotate' },
        whenFull: { $ref: '#/$defs/whenFull' },
        prefer: { enum: ['contact-owner'] },
        fallback: {
          type: ['string', 'object'],
          pattern: '^\\s*[^@\\s]+@[^@\\s]+\\s*$',
          additionalProperties: false,
          properties: { rotate: { $ref: '#/$defs/rotate' }, whenFull: { $ref: '#/$defs/whenFull' } },
        },
      },
    },
    rotate: { type: 'array', minItems: 1, items: { $ref: '#/$defs/email' } },
    whenFull: { enum: ['next'] },
    memberSender: { $ref: '#/$defs/sender' },
    pattern: { type: 'string', pattern: '@' },
    contactId: { type: ['integer', 'string'], minimum: 1, pattern: '^[1-9][0-9]{0,18}$' },
    targetId: { type: ['integer', 'string'], minimum: 1, pattern: '^[1-9][0-9]{0,18}$' },
    replaces: { type: ['integer', 'string'], minimum: 1, pattern: '^([1-9][0-9]{0,18}|none)$' },
    list: { type: ['integer', 'string'], minimum: 1, pattern: '\\S' },
    audienceName: { type: 'string' },
    fileEntry: {
      type: 'object',
      required: ['file'],
      additionalProperties: false,
      properties: { file: { type: 'string' } },
    },
    sequencePersonByEmail: {
      type: 'object',
      required: ['email'],
      additionalProperties: false,
      properties: {
        email: { $ref: '#/$defs/email' },
        sender: { $ref: '#/$defs/memberSender' },
        since: { $ref: '#/$defs/memberSince' },
      },
    },
    sequencePersonById: {
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      properties: {
        id: { $ref: '#/$defs/contactId' },
        sender: { $ref: '#/$defs/memberSender' },
        since: { $ref: '#/$defs/memberSince' },
      },
    },
    audienceEntry: {
      anyOf: [
        { $ref: '#/$defs/email' },
        { $ref: '#/$defs/sequencePersonByEmail' },
        { $ref: '#/$defs/sequencePersonById' },
        { $ref: '#/$defs/fileEntry' },
        {
          type: 'object',
          required: ['list'],
          additionalProperties: false,
          properties: { list: { $ref: '#/$defs/list' } },
        },
      ],
    },
    require: { type: 'array', items: { $ref: '#/$defs/requirement' } },
    requirement: {
      type: ['string', 'object'],
      pattern: '^[a-z][a-z0-9_]*$',
      required: ['property'],
      minProperties: 2,
      maxProperties: 2,
      additionalProperties: false,
      properties: {
        property: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
        is: { $ref: '#/$defs/requiredValue' },
        not: { $ref: '#/$defs/requiredValue' },
      },
    },
    requiredValue: {
      type: ['string', 'array'],
      pattern: '\\S',
      minItems: 1,
      items: { type: 'string', pattern: '\\S' },
    },
    absent: { type: 'array' },
    exclusive: { type: 'boolean' },
    allowEmpty: { type: 'boolean' },
    noHistoryBefore: { $ref: '#/$defs/day' },
    onLeave: { enum: ['keep', 'unenroll'] },
    sequenceUnenroll: {
      type: 'object',
      additionalProperties: false,
      oneOf: [{ required: ['workflow'] }, { required: ['property'] }],
      dependentRequired: { value: ['property'] },
      properties: {
        workflow: { $ref: '#/$defs/targetId' },
        property: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
        value: { type: 'string' },
      },
    },
    workflowUnenroll: {
      type: 'object',
      required: ['workflow'],
      additionalProperties: false,
      properties: { workflow: { $ref: '#/$defs/targetId' } },
    },
    pace: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: {
        perDay: { type: 'integer', minimum: 1, maximum: 100000000 },
        days: {
          type: 'array',
          minItems: 1,
          items: { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
        },
      },
    },
    definitionFile: { type: 'string', pattern: '\\.ya?ml$' },
    targetLimits: {
      type: 'object',
      additionalProperties: false,
      properties: {
        enroll: { $ref: '#/$defs/cap' },
        unenroll: { $ref: '#/$defs/cap' },
        reenroll: { $ref: '#/$defs/cap' },
      },
    },
  },
};
const func1 = Object.prototype.hasOwnProperty;
const pattern3 = new RegExp('^simulated$', 'u');
const pattern4 = new RegExp('\\S', 'u');
const pattern5 = new RegExp('^[A-Za-z0-9][A-Za-z0-9_-]{3,63}$', 'u');
const pattern6 = new RegExp('^(100|[1-9][0-9]?)%$', 'u');
const pattern7 = new RegExp('^[1-9][0-9]{0,3}[mhd]$', 'u');
const pattern8 = new RegExp('^HUBSPOT_[A-Z0-9_]*TOKEN[A-Z0-9_]*$', 'u');
const pattern9 = new RegExp('^[A-Za-z_][A-Za-z0-9_]*$', 'u');
const pattern13 = new RegExp('^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$', 'u');
const schema20 = {
  type: ['integer', 'string'],
  minimum: 0,
  maximum: 100000000,
  pattern: '^(100|[1-9]?[0-9])%$',
};
const pattern10 = new RegExp('^(100|[1-9]?[0-9])%$', 'u');
function validate53(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate53.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (
    !(typeof data == 'number' && !(data % 1) && !isNaN(data) && isFinite(data)) &&
    typeof data !== 'string'
  ) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema20.type },
      message: 'must be integer,string',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data == 'number' && isFinite(data)) {
    if (data > 100000000 || isNaN(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/maximum',
        keyword: 'maximum',
        params: { comparison: '<=', limit: 100000000 },
        message: 'must be <= 100000000',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data < 0 || isNaN(data)) {
      const err2 = {
        instancePath,
        schemaPath: '#/minimum',
        keyword: 'minimum',
        params: { comparison: '>=', limit: 0 },
        message: 'must be >= 0',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
  }
  if (typeof data === 'string') {
    if (!pattern10.test(data)) {
      const err3 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^(100|[1-9]?[0-9])%$' },
        message: 'must match pattern "' + '^(100|[1-9]?[0-9])%$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
  }
  validate53.errors = vErrors;
  return errors === 0;
}
validate53.evaluated = { dynamicProps: false, dynamicItems: false };
const schema21 = { type: 'integer', minimum: 0, maximum: 100000000 };
function validate57(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate57.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!(typeof data == 'number' && !(data % 1) && !isNaN(data) && isFinite(data))) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'integer' },
      message: 'must be integer',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data == 'number' && isFinite(data)) {
    if (data > 100000000 || isNaN(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/maximum',
        keyword: 'maximum',
        params: { comparison: '<=', limit: 100000000 },
        message: 'must be <= 100000000',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data < 0 || isNaN(data)) {
      const err2 = {
        instancePath,
        schemaPath: '#/minimum',
        keyword: 'minimum',
        params: { comparison: '>=', limit: 0 },
        message: 'must be >= 0',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
  }
  validate57.errors = vErrors;
  return errors === 0;
}
validate57.evaluated = { dynamicProps: false, dynamicItems: false };
const schema22 = { type: 'string', pattern: '@' };
const pattern11 = new RegExp('@', 'u');
function validate60(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate60.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data === 'string') {
    if (!pattern11.test(data)) {
      const err0 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '@' },
        message: 'must match pattern "' + '@' + '"',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'string' },
      message: 'must be string',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate60.errors = vErrors;
  return errors === 0;
}
validate60.evaluated = { dynamicProps: false, dynamicItems: false };
const schema23 = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
const pattern12 = new RegExp('^[0-9]{4}-[0-9]{2}-[0-9]{2}$', 'u');
function validate62(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate62.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data === 'string') {
    if (!pattern12.test(data)) {
      const err0 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
        message: 'must match pattern "' + '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'string' },
      message: 'must be string',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate62.errors = vErrors;
  return errors === 0;
}
validate62.evaluated = { dynamicProps: false, dynamicItems: false };
const schema24 = {
  anyOf: [
    { $ref: '#/$defs/email' },
    { $ref: '#/$defs/sequencePersonByEmail' },
    { $ref: '#/$defs/sequencePersonById' },
    { $ref: '#/$defs/fileEntry' },
    {
      type: 'object',
      required: ['list'],
      additionalProperties: false,
      properties: { list: { $ref: '#/$defs/list' } },
    },
  ],
};
const schema25 = { type: 'string', pattern: '^\\s*[^@\\s]+@[^@\\s]+\\s*$' };
const pattern14 = new RegExp('^\\s*[^@\\s]+@[^@\\s]+\\s*$', 'u');
function validate66(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate66.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data === 'string') {
    if (!pattern14.test(data)) {
      const err0 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^\\s*[^@\\s]+@[^@\\s]+\\s*$' },
        message: 'must match pattern "' + '^\\s*[^@\\s]+@[^@\\s]+\\s*$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'string' },
      message: 'must be string',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate66.errors = vErrors;
  return errors === 0;
}
validate66.evaluated = { dynamicProps: false, dynamicItems: false };
const schema26 = {
  type: 'object',
  required: ['email'],
  additionalProperties: false,
  properties: {
    email: { $ref: '#/$defs/email' },
    sender: { $ref: '#/$defs/memberSender' },
    since: { $ref: '#/$defs/memberSince' },
  },
};
const schema27 = {
  type: ['string', 'object'],
  pattern: '^\\s*([^@\\s]+@[^@\\s]+|contact-owner)\\s*$',
  additionalProperties: false,
  properties: {
    rotate: { $ref: '#/$defs/rotate' },
    whenFull: { $ref: '#/$defs/whenFull' },
    prefer: { enum: ['contact-owner'] },
    fallback: {
      type: ['string', 'object'],
      pattern: '^\\s*[^@\\s]+@[^@\\s]+\\s*$',
      additionalProperties: false,
      properties: { rotate: { $ref: '#/$defs/rotate' }, whenFull: { $ref: '#/$defs/whenFull' } },
    },
  },
};
const pattern15 = new RegExp('^\\s*([^@\\s]+@[^@\\s]+|contact-owner)\\s*$', 'u');
const schema28 = { type: 'array', minItems: 1, items: { $ref: '#/$defs/email' } };
function validate71(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate71.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (Array.isArray(data)) {
    if (data.length < 1) {
      const err0 = {
        instancePath,
        schemaPath: '#/minItems',
        keyword: 'minItems',
        params: { limit: 1 },
        message: 'must NOT have fewer than 1 items',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    const len0 = data.length;
    for (let i0 = 0; i0 < len0; i0++) {
      if (
        !validate66(data[i0], {
          instancePath: instancePath + '/' + i0,
          parentData: data,
          parentDataProperty: i0,
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate66.errors : vErrors.concat(validate66.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'array' },
      message: 'must be array',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate71.errors = vErrors;
  return errors === 0;
}
validate71.evaluated = { items: true, dynamicProps: false, dynamicItems: false };
const schema29 = { enum: ['next'] };
function validate74(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate74.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!(data === 'next')) {
    const err0 = {
      instancePath,
      schemaPath: '#/enum',
      keyword: 'enum',
      params: { allowedValues: schema29.enum },
      message: 'must be equal to one of the allowed values',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate74.errors = vErrors;
  return errors === 0;
}
validate74.evaluated = { dynamicProps: false, dynamicItems: false };
function validate70(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate70.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data !== 'string' && !(data && typeof data == 'object' && !Array.isArray(data))) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema27.type },
      message: 'must be string,object',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data === 'string') {
    if (!pattern15.test(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^\\s*([^@\\s]+@[^@\\s]+|contact-owner)\\s*$' },
        message: 'must match pattern "' + '^\\s*([^@\\s]+@[^@\\s]+|contact-owner)\\s*$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === 'rotate' || key0 === 'whenFull' || key0 === 'prefer' || key0 === 'fallback')) {
        const err2 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.rotate !== undefined) {
      if (
        !validate71(data.rotate, {
          instancePath: instancePath + '/rotate',
          parentData: data,
          parentDataProperty: 'rotate',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
        errors = vErrors.length;
      }
    }
    if (data.whenFull !== undefined) {
      if (
        !validate74(data.whenFull, {
          instancePath: instancePath + '/whenFull',
          parentData: data,
          parentDataProperty: 'whenFull',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate74.errors : vErrors.concat(validate74.errors);
        errors = vErrors.length;
      }
    }
    if (data.prefer !== undefined) {
      if (!(data.prefer === 'contact-owner')) {
        const err3 = {
          instancePath: instancePath + '/prefer',
          schemaPath: '#/properties/prefer/enum',
          keyword: 'enum',
          params: { allowedValues: schema27.properties.prefer.enum },
          message: 'must be equal to one of the allowed values',
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.fallback !== undefined) {
      let data3 = data.fallback;
      if (typeof data3 !== 'string' && !(data3 && typeof data3 == 'object' && !Array.isArray(data3))) {
        const err4 = {
          instancePath: instancePath + '/fallback',
          schemaPath: '#/properties/fallback/type',
          keyword: 'type',
          params: { type: schema27.properties.fallback.type },
          message: 'must be string,object',
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (typeof data3 === 'string') {
        if (!pattern14.test(data3)) {
          const err5 = {
            instancePath: instancePath + '/fallback',
            schemaPath: '#/properties/fallback/pattern',
            keyword: 'pattern',
            params: { pattern: '^\\s*[^@\\s]+@[^@\\s]+\\s*$' },
            message: 'must match pattern "' + '^\\s*[^@\\s]+@[^@\\s]+\\s*$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      }
      if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
        for (const key1 in data3) {
          if (!(key1 === 'rotate' || key1 === 'whenFull')) {
            const err6 = {
              instancePath: instancePath + '/fallback',
              schemaPath: '#/properties/fallback/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data3.rotate !== undefined) {
          if (
            !validate71(data3.rotate, {
              instancePath: instancePath + '/fallback/rotate',
              parentData: data3,
              parentDataProperty: 'rotate',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
            errors = vErrors.length;
          }
        }
        if (data3.whenFull !== undefined) {
          if (
            !validate74(data3.whenFull, {
              instancePath: instancePath + '/fallback/whenFull',
              parentData: data3,
              parentDataProperty: 'whenFull',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate74.errors : vErrors.concat(validate74.errors);
            errors = vErrors.length;
          }
        }
      }
    }
  }
  validate70.errors = vErrors;
  return errors === 0;
}
validate70.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate79(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate79.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data === 'string') {
    if (!pattern12.test(data)) {
      const err0 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
        message: 'must match pattern "' + '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'string' },
      message: 'must be string',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate79.errors = vErrors;
  return errors === 0;
}
validate79.evaluated = { dynamicProps: false, dynamicItems: false };
function validate68(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate68.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.email === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'email' },
        message: "must have required property '" + 'email' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'email' || key0 === 'sender' || key0 === 'since')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.email !== undefined) {
      if (
        !validate66(data.email, {
          instancePath: instancePath + '/email',
          parentData: data,
          parentDataProperty: 'email',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate66.errors : vErrors.concat(validate66.errors);
        errors = vErrors.length;
      }
    }
    if (data.sender !== undefined) {
      if (
        !validate70(data.sender, {
          instancePath: instancePath + '/sender',
          parentData: data,
          parentDataProperty: 'sender',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
        errors = vErrors.length;
      }
    }
    if (data.since !== undefined) {
      if (
        !validate79(data.since, {
          instancePath: instancePath + '/since',
          parentData: data,
          parentDataProperty: 'since',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  }
  validate68.errors = vErrors;
  return errors === 0;
}
validate68.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema31 = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: {
    id: { $ref: '#/$defs/contactId' },
    sender: { $ref: '#/$defs/memberSender' },
    since: { $ref: '#/$defs/memberSince' },
  },
};
const schema32 = { type: ['integer', 'string'], minimum: 1, pattern: '^[1-9][0-9]{0,18}$' };
const pattern18 = new RegExp('^[1-9][0-9]{0,18}$', 'u');
function validate83(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate83.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (
    !(typeof data == 'number' && !(data % 1) && !isNaN(data) && isFinite(data)) &&
    typeof data !== 'string'
  ) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema32.type },
      message: 'must be integer,string',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data == 'number' && isFinite(data)) {
    if (data < 1 || isNaN(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/minimum',
        keyword: 'minimum',
        params: { comparison: '>=', limit: 1 },
        message: 'must be >= 1',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (typeof data === 'string') {
    if (!pattern18.test(data)) {
      const err2 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^[1-9][0-9]{0,18}$' },
        message: 'must match pattern "' + '^[1-9][0-9]{0,18}$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
  }
  validate83.errors = vErrors;
  return errors === 0;
}
validate83.evaluated = { dynamicProps: false, dynamicItems: false };
function validate82(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate82.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.id === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'id' },
        message: "must have required property '" + 'id' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'id' || key0 === 'sender' || key0 === 'since')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.id !== undefined) {
      if (
        !validate83(data.id, {
          instancePath: instancePath + '/id',
          parentData: data,
          parentDataProperty: 'id',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate83.errors : vErrors.concat(validate83.errors);
        errors = vErrors.length;
      }
    }
    if (data.sender !== undefined) {
      if (
        !validate70(data.sender, {
          instancePath: instancePath + '/sender',
          parentData: data,
          parentDataProperty: 'sender',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
        errors = vErrors.length;
      }
    }
    if (data.since !== undefined) {
      if (
        !validate79(data.since, {
          instancePath: instancePath + '/since',
          parentData: data,
          parentDataProperty: 'since',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  }
  validate82.errors = vErrors;
  return errors === 0;
}
validate82.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema33 = {
  type: 'object',
  required: ['file'],
  additionalProperties: false,
  properties: { file: { type: 'string' } },
};
function validate88(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate88.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.file === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'file' },
        message: "must have required property '" + 'file' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'file')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.file !== undefined) {
      if (typeof data.file !== 'string') {
        const err2 = {
          instancePath: instancePath + '/file',
          schemaPath: '#/properties/file/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
  } else {
    const err3 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  validate88.errors = vErrors;
  return errors === 0;
}
validate88.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema34 = { type: ['integer', 'string'], minimum: 1, pattern: '\\S' };
function validate90(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate90.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (
    !(typeof data == 'number' && !(data % 1) && !isNaN(data) && isFinite(data)) &&
    typeof data !== 'string'
  ) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema34.type },
      message: 'must be integer,string',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data == 'number' && isFinite(data)) {
    if (data < 1 || isNaN(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/minimum',
        keyword: 'minimum',
        params: { comparison: '>=', limit: 1 },
        message: 'must be >= 1',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (typeof data === 'string') {
    if (!pattern4.test(data)) {
      const err2 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '\\S' },
        message: 'must match pattern "' + '\\S' + '"',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
  }
  validate90.errors = vErrors;
  return errors === 0;
}
validate90.evaluated = { dynamicProps: false, dynamicItems: false };
function validate65(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate65.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  if (!validate66(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate66.errors : vErrors.concat(validate66.errors);
    errors = vErrors.length;
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  const _errs2 = errors;
  if (!validate68(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);
    errors = vErrors.length;
  }
  var _valid0 = _errs2 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    var props0 = true;
  }
  const _errs3 = errors;
  if (!validate82(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate82.errors : vErrors.concat(validate82.errors);
    errors = vErrors.length;
  }
  var _valid0 = _errs3 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  const _errs4 = errors;
  if (!validate88(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate88.errors : vErrors.concat(validate88.errors);
    errors = vErrors.length;
  }
  var _valid0 = _errs4 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  const _errs5 = errors;
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.list === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/anyOf/4/required',
        keyword: 'required',
        params: { missingProperty: 'list' },
        message: "must have required property '" + 'list' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'list')) {
        const err1 = {
          instancePath,
          schemaPath: '#/anyOf/4/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.list !== undefined) {
      if (
        !validate90(data.list, {
          instancePath: instancePath + '/list',
          parentData: data,
          parentDataProperty: 'list',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: '#/anyOf/4/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  }
  var _valid0 = _errs5 === errors;
  valid0 = valid0 || _valid0;
  if (_valid0) {
    if (props0 !== true) {
      props0 = true;
    }
  }
  if (!valid0) {
    const err3 = {
      instancePath,
      schemaPath: '#/anyOf',
      keyword: 'anyOf',
      params: {},
      message: 'must match a schema in anyOf',
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate65.errors = vErrors;
  evaluated0.props = props0;
  return errors === 0;
}
validate65.evaluated = { dynamicProps: true, dynamicItems: false };
const schema35 = { type: 'array', items: { $ref: '#/$defs/requirement' } };
const schema36 = {
  type: ['string', 'object'],
  pattern: '^[a-z][a-z0-9_]*$',
  required: ['property'],
  minProperties: 2,
  maxProperties: 2,
  additionalProperties: false,
  properties: {
    property: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
    is: { $ref: '#/$defs/requiredValue' },
    not: { $ref: '#/$defs/requiredValue' },
  },
};
const pattern20 = new RegExp('^[a-z][a-z0-9_]*$', 'u');
const schema37 = {
  type: ['string', 'array'],
  pattern: '\\S',
  minItems: 1,
  items: { type: 'string', pattern: '\\S' },
};
function validate96(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate96.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data !== 'string' && !Array.isArray(data)) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema37.type },
      message: 'must be string,array',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data === 'string') {
    if (!pattern4.test(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '\\S' },
        message: 'must match pattern "' + '\\S' + '"',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (Array.isArray(data)) {
    if (data.length < 1) {
      const err2 = {
        instancePath,
        schemaPath: '#/minItems',
        keyword: 'minItems',
        params: { limit: 1 },
        message: 'must NOT have fewer than 1 items',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    const len0 = data.length;
    for (let i0 = 0; i0 < len0; i0++) {
      let data0 = data[i0];
      if (typeof data0 === 'string') {
        if (!pattern4.test(data0)) {
          const err3 = {
            instancePath: instancePath + '/' + i0,
            schemaPath: '#/items/pattern',
            keyword: 'pattern',
            params: { pattern: '\\S' },
            message: 'must match pattern "' + '\\S' + '"',
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
      } else {
        const err4 = {
          instancePath: instancePath + '/' + i0,
          schemaPath: '#/items/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
  }
  validate96.errors = vErrors;
  return errors === 0;
}
validate96.evaluated = { items: true, dynamicProps: false, dynamicItems: false };
function validate95(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate95.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data !== 'string' && !(data && typeof data == 'object' && !Array.isArray(data))) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema36.type },
      message: 'must be string,object',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data === 'string') {
    if (!pattern20.test(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^[a-z][a-z0-9_]*$' },
        message: 'must match pattern "' + '^[a-z][a-z0-9_]*$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (Object.keys(data).length > 2) {
      const err2 = {
        instancePath,
        schemaPath: '#/maxProperties',
        keyword: 'maxProperties',
        params: { limit: 2 },
        message: 'must NOT have more than 2 properties',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (Object.keys(data).length < 2) {
      const err3 = {
        instancePath,
        schemaPath: '#/minProperties',
        keyword: 'minProperties',
        params: { limit: 2 },
        message: 'must NOT have fewer than 2 properties',
      };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.property === undefined) {
      const err4 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'property' },
        message: "must have required property '" + 'property' + "'",
      };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'property' || key0 === 'is' || key0 === 'not')) {
        const err5 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.property !== undefined) {
      let data0 = data.property;
      if (typeof data0 === 'string') {
        if (!pattern20.test(data0)) {
          const err6 = {
            instancePath: instancePath + '/property',
            schemaPath: '#/properties/property/pattern',
            keyword: 'pattern',
            params: { pattern: '^[a-z][a-z0-9_]*$' },
            message: 'must match pattern "' + '^[a-z][a-z0-9_]*$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = {
          instancePath: instancePath + '/property',
          schemaPath: '#/properties/property/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.is !== undefined) {
      if (
        !validate96(data.is, {
          instancePath: instancePath + '/is',
          parentData: data,
          parentDataProperty: 'is',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
        errors = vErrors.length;
      }
    }
    if (data.not !== undefined) {
      if (
        !validate96(data.not, {
          instancePath: instancePath + '/not',
          parentData: data,
          parentDataProperty: 'not',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
        errors = vErrors.length;
      }
    }
  }
  validate95.errors = vErrors;
  return errors === 0;
}
validate95.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate94(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate94.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (Array.isArray(data)) {
    const len0 = data.length;
    for (let i0 = 0; i0 < len0; i0++) {
      if (
        !validate95(data[i0], {
          instancePath: instancePath + '/' + i0,
          parentData: data,
          parentDataProperty: i0,
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'array' },
      message: 'must be array',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate94.errors = vErrors;
  return errors === 0;
}
validate94.evaluated = { items: true, dynamicProps: false, dynamicItems: false };
const schema38 = {
  type: 'object',
  required: ['sender'],
  if: { not: { required: ['name'] } },
  then: { required: ['id'] },
  additionalProperties: false,
  properties: {
    id: { $ref: '#/$defs/targetId' },
    name: { type: 'string', pattern: '\\S' },
    replaces: { $ref: '#/$defs/replaces' },
    sender: { $ref: '#/$defs/sender' },
    senderAlias: { $ref: '#/$defs/email' },
    members: { type: 'array' },
    absent: { $ref: '#/$defs/absent' },
    require: { $ref: '#/$defs/require' },
    exclusive: { $ref: '#/$defs/exclusive' },
    since: { $ref: '#/$defs/since' },
    unenroll: { $ref: '#/$defs/sequenceUnenroll' },
    allowEmpty: { $ref: '#/$defs/allowEmpty' },
    noHistoryBefore: { $ref: '#/$defs/noHistoryBefore' },
    onLeave: { $ref: '#/$defs/onLeave' },
    limits: { $ref: '#/$defs/targetLimits' },
    pace: { $ref: '#/$defs/pace' },
    definition: { $ref: '#/$defs/definitionFile' },
  },
};
const schema39 = { type: ['integer', 'string'], minimum: 1, pattern: '^[1-9][0-9]{0,18}$' };
function validate102(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate102.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (
    !(typeof data == 'number' && !(data % 1) && !isNaN(data) && isFinite(data)) &&
    typeof data !== 'string'
  ) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema39.type },
      message: 'must be integer,string',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data == 'number' && isFinite(data)) {
    if (data < 1 || isNaN(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/minimum',
        keyword: 'minimum',
        params: { comparison: '>=', limit: 1 },
        message: 'must be >= 1',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (typeof data === 'string') {
    if (!pattern18.test(data)) {
      const err2 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^[1-9][0-9]{0,18}$' },
        message: 'must match pattern "' + '^[1-9][0-9]{0,18}$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
  }
  validate102.errors = vErrors;
  return errors === 0;
}
validate102.evaluated = { dynamicProps: false, dynamicItems: false };
const schema40 = { type: ['integer', 'string'], minimum: 1, pattern: '^([1-9][0-9]{0,18}|none)$' };
const pattern27 = new RegExp('^([1-9][0-9]{0,18}|none)$', 'u');
function validate104(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate104.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (
    !(typeof data == 'number' && !(data % 1) && !isNaN(data) && isFinite(data)) &&
    typeof data !== 'string'
  ) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema40.type },
      message: 'must be integer,string',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data == 'number' && isFinite(data)) {
    if (data < 1 || isNaN(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/minimum',
        keyword: 'minimum',
        params: { comparison: '>=', limit: 1 },
        message: 'must be >= 1',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (typeof data === 'string') {
    if (!pattern27.test(data)) {
      const err2 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^([1-9][0-9]{0,18}|none)$' },
        message: 'must match pattern "' + '^([1-9][0-9]{0,18}|none)$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
  }
  validate104.errors = vErrors;
  return errors === 0;
}
validate104.evaluated = { dynamicProps: false, dynamicItems: false };
function validate106(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate106.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data !== 'string' && !(data && typeof data == 'object' && !Array.isArray(data))) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: schema27.type },
      message: 'must be string,object',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (typeof data === 'string') {
    if (!pattern15.test(data)) {
      const err1 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^\\s*([^@\\s]+@[^@\\s]+|contact-owner)\\s*$' },
        message: 'must match pattern "' + '^\\s*([^@\\s]+@[^@\\s]+|contact-owner)\\s*$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === 'rotate' || key0 === 'whenFull' || key0 === 'prefer' || key0 === 'fallback')) {
        const err2 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.rotate !== undefined) {
      if (
        !validate71(data.rotate, {
          instancePath: instancePath + '/rotate',
          parentData: data,
          parentDataProperty: 'rotate',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
        errors = vErrors.length;
      }
    }
    if (data.whenFull !== undefined) {
      if (
        !validate74(data.whenFull, {
          instancePath: instancePath + '/whenFull',
          parentData: data,
          parentDataProperty: 'whenFull',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate74.errors : vErrors.concat(validate74.errors);
        errors = vErrors.length;
      }
    }
    if (data.prefer !== undefined) {
      if (!(data.prefer === 'contact-owner')) {
        const err3 = {
          instancePath: instancePath + '/prefer',
          schemaPath: '#/properties/prefer/enum',
          keyword: 'enum',
          params: { allowedValues: schema27.properties.prefer.enum },
          message: 'must be equal to one of the allowed values',
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.fallback !== undefined) {
      let data3 = data.fallback;
      if (typeof data3 !== 'string' && !(data3 && typeof data3 == 'object' && !Array.isArray(data3))) {
        const err4 = {
          instancePath: instancePath + '/fallback',
          schemaPath: '#/properties/fallback/type',
          keyword: 'type',
          params: { type: schema27.properties.fallback.type },
          message: 'must be string,object',
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
      if (typeof data3 === 'string') {
        if (!pattern14.test(data3)) {
          const err5 = {
            instancePath: instancePath + '/fallback',
            schemaPath: '#/properties/fallback/pattern',
            keyword: 'pattern',
            params: { pattern: '^\\s*[^@\\s]+@[^@\\s]+\\s*$' },
            message: 'must match pattern "' + '^\\s*[^@\\s]+@[^@\\s]+\\s*$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      }
      if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
        for (const key1 in data3) {
          if (!(key1 === 'rotate' || key1 === 'whenFull')) {
            const err6 = {
              instancePath: instancePath + '/fallback',
              schemaPath: '#/properties/fallback/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
        if (data3.rotate !== undefined) {
          if (
            !validate71(data3.rotate, {
              instancePath: instancePath + '/fallback/rotate',
              parentData: data3,
              parentDataProperty: 'rotate',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
            errors = vErrors.length;
          }
        }
        if (data3.whenFull !== undefined) {
          if (
            !validate74(data3.whenFull, {
              instancePath: instancePath + '/fallback/whenFull',
              parentData: data3,
              parentDataProperty: 'whenFull',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate74.errors : vErrors.concat(validate74.errors);
            errors = vErrors.length;
          }
        }
      }
    }
  }
  validate106.errors = vErrors;
  return errors === 0;
}
validate106.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema42 = { type: 'array' };
function validate113(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate113.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!Array.isArray(data)) {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'array' },
      message: 'must be array',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate113.errors = vErrors;
  return errors === 0;
}
validate113.evaluated = { dynamicProps: false, dynamicItems: false };
const schema43 = { type: 'boolean' };
function validate116(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate116.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data !== 'boolean') {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'boolean' },
      message: 'must be boolean',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate116.errors = vErrors;
  return errors === 0;
}
validate116.evaluated = { dynamicProps: false, dynamicItems: false };
function validate118(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate118.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data === 'string') {
    if (!pattern12.test(data)) {
      const err0 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
        message: 'must match pattern "' + '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'string' },
      message: 'must be string',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate118.errors = vErrors;
  return errors === 0;
}
validate118.evaluated = { dynamicProps: false, dynamicItems: false };
const schema45 = {
  type: 'object',
  additionalProperties: false,
  oneOf: [{ required: ['workflow'] }, { required: ['property'] }],
  dependentRequired: { value: ['property'] },
  properties: {
    workflow: { $ref: '#/$defs/targetId' },
    property: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' },
    value: { type: 'string' },
  },
};
function validate120(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate120.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  const _errs1 = errors;
  let valid0 = false;
  let passing0 = null;
  const _errs2 = errors;
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.workflow === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/oneOf/0/required',
        keyword: 'required',
        params: { missingProperty: 'workflow' },
        message: "must have required property '" + 'workflow' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  }
  var _valid0 = _errs2 === errors;
  if (_valid0) {
    valid0 = true;
    passing0 = 0;
  }
  const _errs3 = errors;
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.property === undefined) {
      const err1 = {
        instancePath,
        schemaPath: '#/oneOf/1/required',
        keyword: 'required',
        params: { missingProperty: 'property' },
        message: "must have required property '" + 'property' + "'",
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  var _valid0 = _errs3 === errors;
  if (_valid0 && valid0) {
    valid0 = false;
    passing0 = [passing0, 1];
  } else {
    if (_valid0) {
      valid0 = true;
      passing0 = 1;
    }
  }
  if (!valid0) {
    const err2 = {
      instancePath,
      schemaPath: '#/oneOf',
      keyword: 'oneOf',
      params: { passingSchemas: passing0 },
      message: 'must match exactly one schema in oneOf',
    };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  } else {
    errors = _errs1;
    if (vErrors !== null) {
      if (_errs1) {
        vErrors.length = _errs1;
      } else {
        vErrors = null;
      }
    }
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === 'workflow' || key0 === 'property' || key0 === 'value')) {
        const err3 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.workflow !== undefined) {
      if (
        !validate102(data.workflow, {
          instancePath: instancePath + '/workflow',
          parentData: data,
          parentDataProperty: 'workflow',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate102.errors : vErrors.concat(validate102.errors);
        errors = vErrors.length;
      }
    }
    if (data.property !== undefined) {
      let data1 = data.property;
      if (typeof data1 === 'string') {
        if (!pattern20.test(data1)) {
          const err4 = {
            instancePath: instancePath + '/property',
            schemaPath: '#/properties/property/pattern',
            keyword: 'pattern',
            params: { pattern: '^[a-z][a-z0-9_]*$' },
            message: 'must match pattern "' + '^[a-z][a-z0-9_]*$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = {
          instancePath: instancePath + '/property',
          schemaPath: '#/properties/property/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.value !== undefined) {
      if (typeof data.value !== 'string') {
        const err6 = {
          instancePath: instancePath + '/value',
          schemaPath: '#/properties/value/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.value !== undefined) {
      if (data.property === undefined) {
        const err7 = {
          instancePath,
          schemaPath: '#/dependentRequired',
          keyword: 'dependentRequired',
          params: { property: 'value', missingProperty: 'property', depsCount: 1, deps: 'property' },
          message: 'must have property property when property value is present',
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
  } else {
    const err8 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err8];
    } else {
      vErrors.push(err8);
    }
    errors++;
  }
  validate120.errors = vErrors;
  return errors === 0;
}
validate120.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema46 = { type: 'boolean' };
function validate123(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate123.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data !== 'boolean') {
    const err0 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'boolean' },
      message: 'must be boolean',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate123.errors = vErrors;
  return errors === 0;
}
validate123.evaluated = { dynamicProps: false, dynamicItems: false };
function validate125(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate125.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data === 'string') {
    if (!pattern12.test(data)) {
      const err0 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' },
        message: 'must match pattern "' + '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'string' },
      message: 'must be string',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate125.errors = vErrors;
  return errors === 0;
}
validate125.evaluated = { dynamicProps: false, dynamicItems: false };
const schema48 = { enum: ['keep', 'unenroll'] };
function validate127(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate127.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (!(data === 'keep' || data === 'unenroll')) {
    const err0 = {
      instancePath,
      schemaPath: '#/enum',
      keyword: 'enum',
      params: { allowedValues: schema48.enum },
      message: 'must be equal to one of the allowed values',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  validate127.errors = vErrors;
  return errors === 0;
}
validate127.evaluated = { dynamicProps: false, dynamicItems: false };
const schema49 = {
  type: 'object',
  additionalProperties: false,
  properties: {
    enroll: { $ref: '#/$defs/cap' },
    unenroll: { $ref: '#/$defs/cap' },
    reenroll: { $ref: '#/$defs/cap' },
  },
};
function validate129(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate129.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === 'enroll' || key0 === 'unenroll' || key0 === 'reenroll')) {
        const err0 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.enroll !== undefined) {
      if (
        !validate53(data.enroll, {
          instancePath: instancePath + '/enroll',
          parentData: data,
          parentDataProperty: 'enroll',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
        errors = vErrors.length;
      }
    }
    if (data.unenroll !== undefined) {
      if (
        !validate53(data.unenroll, {
          instancePath: instancePath + '/unenroll',
          parentData: data,
          parentDataProperty: 'unenroll',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
        errors = vErrors.length;
      }
    }
    if (data.reenroll !== undefined) {
      if (
        !validate53(data.reenroll, {
          instancePath: instancePath + '/reenroll',
          parentData: data,
          parentDataProperty: 'reenroll',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate129.errors = vErrors;
  return errors === 0;
}
validate129.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema50 = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    perDay: { type: 'integer', minimum: 1, maximum: 100000000 },
    days: { type: 'array', minItems: 1, items: { enum: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } },
  },
};
function validate134(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate134.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (Object.keys(data).length < 1) {
      const err0 = {
        instancePath,
        schemaPath: '#/minProperties',
        keyword: 'minProperties',
        params: { limit: 1 },
        message: 'must NOT have fewer than 1 properties',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'perDay' || key0 === 'days')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.perDay !== undefined) {
      let data0 = data.perDay;
      if (!(typeof data0 == 'number' && !(data0 % 1) && !isNaN(data0) && isFinite(data0))) {
        const err2 = {
          instancePath: instancePath + '/perDay',
          schemaPath: '#/properties/perDay/type',
          keyword: 'type',
          params: { type: 'integer' },
          message: 'must be integer',
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
      if (typeof data0 == 'number' && isFinite(data0)) {
        if (data0 > 100000000 || isNaN(data0)) {
          const err3 = {
            instancePath: instancePath + '/perDay',
            schemaPath: '#/properties/perDay/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100000000 },
            message: 'must be <= 100000000',
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (data0 < 1 || isNaN(data0)) {
          const err4 = {
            instancePath: instancePath + '/perDay',
            schemaPath: '#/properties/perDay/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
            message: 'must be >= 1',
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      }
    }
    if (data.days !== undefined) {
      let data1 = data.days;
      if (Array.isArray(data1)) {
        if (data1.length < 1) {
          const err5 = {
            instancePath: instancePath + '/days',
            schemaPath: '#/properties/days/minItems',
            keyword: 'minItems',
            params: { limit: 1 },
            message: 'must NOT have fewer than 1 items',
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        const len0 = data1.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data2 = data1[i0];
          if (
            !(
              data2 === 'mon' ||
              data2 === 'tue' ||
              data2 === 'wed' ||
              data2 === 'thu' ||
              data2 === 'fri' ||
              data2 === 'sat' ||
              data2 === 'sun'
            )
          ) {
            const err6 = {
              instancePath: instancePath + '/days/' + i0,
              schemaPath: '#/properties/days/items/enum',
              keyword: 'enum',
              params: { allowedValues: schema50.properties.days.items.enum },
              message: 'must be equal to one of the allowed values',
            };
            if (vErrors === null) {
              vErrors = [err6];
            } else {
              vErrors.push(err6);
            }
            errors++;
          }
        }
      } else {
        const err7 = {
          instancePath: instancePath + '/days',
          schemaPath: '#/properties/days/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
  } else {
    const err8 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err8];
    } else {
      vErrors.push(err8);
    }
    errors++;
  }
  validate134.errors = vErrors;
  return errors === 0;
}
validate134.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema51 = { type: 'string', pattern: '\\.ya?ml$' };
const pattern33 = new RegExp('\\.ya?ml$', 'u');
function validate136(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate136.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (typeof data === 'string') {
    if (!pattern33.test(data)) {
      const err0 = {
        instancePath,
        schemaPath: '#/pattern',
        keyword: 'pattern',
        params: { pattern: '\\.ya?ml$' },
        message: 'must match pattern "' + '\\.ya?ml$' + '"',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  } else {
    const err1 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'string' },
      message: 'must be string',
    };
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  }
  validate136.errors = vErrors;
  return errors === 0;
}
validate136.evaluated = { dynamicProps: false, dynamicItems: false };
function validate101(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate101.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  const _errs1 = errors;
  let valid0 = true;
  const _errs2 = errors;
  const _errs3 = errors;
  const _errs4 = errors;
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    let missing0;
    if (data.name === undefined && (missing0 = 'name')) {
      const err0 = {};
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  }
  var valid1 = _errs4 === errors;
  if (valid1) {
    const err1 = {};
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  } else {
    errors = _errs3;
    if (vErrors !== null) {
      if (_errs3) {
        vErrors.length = _errs3;
      } else {
        vErrors = null;
      }
    }
  }
  var _valid0 = _errs2 === errors;
  errors = _errs1;
  if (vErrors !== null) {
    if (_errs1) {
      vErrors.length = _errs1;
    } else {
      vErrors = null;
    }
  }
  if (_valid0) {
    const _errs5 = errors;
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      if (data.id === undefined) {
        const err2 = {
          instancePath,
          schemaPath: '#/then/required',
          keyword: 'required',
          params: { missingProperty: 'id' },
          message: "must have required property '" + 'id' + "'",
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    var _valid0 = _errs5 === errors;
    valid0 = _valid0;
  }
  if (!valid0) {
    const err3 = {
      instancePath,
      schemaPath: '#/if',
      keyword: 'if',
      params: { failingKeyword: 'then' },
      message: 'must match "then" schema',
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.sender === undefined) {
      const err4 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'sender' },
        message: "must have required property '" + 'sender' + "'",
      };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema38.properties, key0)) {
        const err5 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.id !== undefined) {
      if (
        !validate102(data.id, {
          instancePath: instancePath + '/id',
          parentData: data,
          parentDataProperty: 'id',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate102.errors : vErrors.concat(validate102.errors);
        errors = vErrors.length;
      }
    }
    if (data.name !== undefined) {
      let data1 = data.name;
      if (typeof data1 === 'string') {
        if (!pattern4.test(data1)) {
          const err6 = {
            instancePath: instancePath + '/name',
            schemaPath: '#/properties/name/pattern',
            keyword: 'pattern',
            params: { pattern: '\\S' },
            message: 'must match pattern "' + '\\S' + '"',
          };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = {
          instancePath: instancePath + '/name',
          schemaPath: '#/properties/name/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.replaces !== undefined) {
      if (
        !validate104(data.replaces, {
          instancePath: instancePath + '/replaces',
          parentData: data,
          parentDataProperty: 'replaces',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
        errors = vErrors.length;
      }
    }
    if (data.sender !== undefined) {
      if (
        !validate106(data.sender, {
          instancePath: instancePath + '/sender',
          parentData: data,
          parentDataProperty: 'sender',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate106.errors : vErrors.concat(validate106.errors);
        errors = vErrors.length;
      }
    }
    if (data.senderAlias !== undefined) {
      if (
        !validate66(data.senderAlias, {
          instancePath: instancePath + '/senderAlias',
          parentData: data,
          parentDataProperty: 'senderAlias',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate66.errors : vErrors.concat(validate66.errors);
        errors = vErrors.length;
      }
    }
    if (data.members !== undefined) {
      if (!Array.isArray(data.members)) {
        const err8 = {
          instancePath: instancePath + '/members',
          schemaPath: '#/properties/members/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.absent !== undefined) {
      if (
        !validate113(data.absent, {
          instancePath: instancePath + '/absent',
          parentData: data,
          parentDataProperty: 'absent',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate113.errors : vErrors.concat(validate113.errors);
        errors = vErrors.length;
      }
    }
    if (data.require !== undefined) {
      if (
        !validate94(data.require, {
          instancePath: instancePath + '/require',
          parentData: data,
          parentDataProperty: 'require',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate94.errors : vErrors.concat(validate94.errors);
        errors = vErrors.length;
      }
    }
    if (data.exclusive !== undefined) {
      if (
        !validate116(data.exclusive, {
          instancePath: instancePath + '/exclusive',
          parentData: data,
          parentDataProperty: 'exclusive',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate116.errors : vErrors.concat(validate116.errors);
        errors = vErrors.length;
      }
    }
    if (data.since !== undefined) {
      if (
        !validate118(data.since, {
          instancePath: instancePath + '/since',
          parentData: data,
          parentDataProperty: 'since',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate118.errors : vErrors.concat(validate118.errors);
        errors = vErrors.length;
      }
    }
    if (data.unenroll !== undefined) {
      if (
        !validate120(data.unenroll, {
          instancePath: instancePath + '/unenroll',
          parentData: data,
          parentDataProperty: 'unenroll',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate120.errors : vErrors.concat(validate120.errors);
        errors = vErrors.length;
      }
    }
    if (data.allowEmpty !== undefined) {
      if (
        !validate123(data.allowEmpty, {
          instancePath: instancePath + '/allowEmpty',
          parentData: data,
          parentDataProperty: 'allowEmpty',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate123.errors : vErrors.concat(validate123.errors);
        errors = vErrors.length;
      }
    }
    if (data.noHistoryBefore !== undefined) {
      if (
        !validate125(data.noHistoryBefore, {
          instancePath: instancePath + '/noHistoryBefore',
          parentData: data,
          parentDataProperty: 'noHistoryBefore',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
        errors = vErrors.length;
      }
    }
    if (data.onLeave !== undefined) {
      if (
        !validate127(data.onLeave, {
          instancePath: instancePath + '/onLeave',
          parentData: data,
          parentDataProperty: 'onLeave',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate127.errors : vErrors.concat(validate127.errors);
        errors = vErrors.length;
      }
    }
    if (data.limits !== undefined) {
      if (
        !validate129(data.limits, {
          instancePath: instancePath + '/limits',
          parentData: data,
          parentDataProperty: 'limits',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate129.errors : vErrors.concat(validate129.errors);
        errors = vErrors.length;
      }
    }
    if (data.pace !== undefined) {
      if (
        !validate134(data.pace, {
          instancePath: instancePath + '/pace',
          parentData: data,
          parentDataProperty: 'pace',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate134.errors : vErrors.concat(validate134.errors);
        errors = vErrors.length;
      }
    }
    if (data.definition !== undefined) {
      if (
        !validate136(data.definition, {
          instancePath: instancePath + '/definition',
          parentData: data,
          parentDataProperty: 'definition',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate136.errors : vErrors.concat(validate136.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err9 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err9];
    } else {
      vErrors.push(err9);
    }
    errors++;
  }
  validate101.errors = vErrors;
  return errors === 0;
}
validate101.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
const schema52 = {
  type: 'object',
  if: { not: { required: ['definition'] } },
  then: { required: ['id'] },
  additionalProperties: false,
  properties: {
    id: { $ref: '#/$defs/targetId' },
    replaces: { $ref: '#/$defs/replaces' },
    members: { type: 'array' },
    absent: { $ref: '#/$defs/absent' },
    require: { $ref: '#/$defs/require' },
    exclusive: { $ref: '#/$defs/exclusive' },
    since: { $ref: '#/$defs/since' },
    via: {
      type: 'object',
      required: ['list'],
      additionalProperties: false,
      properties: { list: { $ref: '#/$defs/list' } },
    },
    activeList: { $ref: '#/$defs/list' },
    everList: { $ref: '#/$defs/list' },
    retired: { enum: [false, true, 'archive'] },
    unenroll: { $ref: '#/$defs/workflowUnenroll' },
    allowEmpty: { $ref: '#/$defs/allowEmpty' },
    noHistoryBefore: { $ref: '#/$defs/noHistoryBefore' },
    onLeave: { $ref: '#/$defs/onLeave' },
    limits: { $ref: '#/$defs/targetLimits' },
    pace: { $ref: '#/$defs/pace' },
    definition: { $ref: '#/$defs/definitionFile' },
  },
};
const schema53 = {
  type: 'object',
  required: ['workflow'],
  additionalProperties: false,
  properties: { workflow: { $ref: '#/$defs/targetId' } },
};
function validate149(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate149.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.workflow === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'workflow' },
        message: "must have required property '" + 'workflow' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'workflow')) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.workflow !== undefined) {
      if (
        !validate102(data.workflow, {
          instancePath: instancePath + '/workflow',
          parentData: data,
          parentDataProperty: 'workflow',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate102.errors : vErrors.concat(validate102.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err2 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err2];
    } else {
      vErrors.push(err2);
    }
    errors++;
  }
  validate149.errors = vErrors;
  return errors === 0;
}
validate149.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate139(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate139.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  const _errs1 = errors;
  let valid0 = true;
  const _errs2 = errors;
  const _errs3 = errors;
  const _errs4 = errors;
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    let missing0;
    if (data.definition === undefined && (missing0 = 'definition')) {
      const err0 = {};
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  }
  var valid1 = _errs4 === errors;
  if (valid1) {
    const err1 = {};
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
  } else {
    errors = _errs3;
    if (vErrors !== null) {
      if (_errs3) {
        vErrors.length = _errs3;
      } else {
        vErrors = null;
      }
    }
  }
  var _valid0 = _errs2 === errors;
  errors = _errs1;
  if (vErrors !== null) {
    if (_errs1) {
      vErrors.length = _errs1;
    } else {
      vErrors = null;
    }
  }
  if (_valid0) {
    const _errs5 = errors;
    if (data && typeof data == 'object' && !Array.isArray(data)) {
      if (data.id === undefined) {
        const err2 = {
          instancePath,
          schemaPath: '#/then/required',
          keyword: 'required',
          params: { missingProperty: 'id' },
          message: "must have required property '" + 'id' + "'",
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    var _valid0 = _errs5 === errors;
    valid0 = _valid0;
  }
  if (!valid0) {
    const err3 = {
      instancePath,
      schemaPath: '#/if',
      keyword: 'if',
      params: { failingKeyword: 'then' },
      message: 'must match "then" schema',
    };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!func1.call(schema52.properties, key0)) {
        const err4 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.id !== undefined) {
      if (
        !validate102(data.id, {
          instancePath: instancePath + '/id',
          parentData: data,
          parentDataProperty: 'id',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate102.errors : vErrors.concat(validate102.errors);
        errors = vErrors.length;
      }
    }
    if (data.replaces !== undefined) {
      if (
        !validate104(data.replaces, {
          instancePath: instancePath + '/replaces',
          parentData: data,
          parentDataProperty: 'replaces',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
        errors = vErrors.length;
      }
    }
    if (data.members !== undefined) {
      if (!Array.isArray(data.members)) {
        const err5 = {
          instancePath: instancePath + '/members',
          schemaPath: '#/properties/members/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.absent !== undefined) {
      if (
        !validate113(data.absent, {
          instancePath: instancePath + '/absent',
          parentData: data,
          parentDataProperty: 'absent',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate113.errors : vErrors.concat(validate113.errors);
        errors = vErrors.length;
      }
    }
    if (data.require !== undefined) {
      if (
        !validate94(data.require, {
          instancePath: instancePath + '/require',
          parentData: data,
          parentDataProperty: 'require',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate94.errors : vErrors.concat(validate94.errors);
        errors = vErrors.length;
      }
    }
    if (data.exclusive !== undefined) {
      if (
        !validate116(data.exclusive, {
          instancePath: instancePath + '/exclusive',
          parentData: data,
          parentDataProperty: 'exclusive',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate116.errors : vErrors.concat(validate116.errors);
        errors = vErrors.length;
      }
    }
    if (data.since !== undefined) {
      if (
        !validate118(data.since, {
          instancePath: instancePath + '/since',
          parentData: data,
          parentDataProperty: 'since',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate118.errors : vErrors.concat(validate118.errors);
        errors = vErrors.length;
      }
    }
    if (data.via !== undefined) {
      let data7 = data.via;
      if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
        if (data7.list === undefined) {
          const err6 = {
            instancePath: instancePath + '/via',
            schemaPath: '#/properties/via/required',
            keyword: 'required',
            params: { missingProperty: 'list' },
            message: "must have required property '" + 'list' + "'",
          };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        for (const key1 in data7) {
          if (!(key1 === 'list')) {
            const err7 = {
              instancePath: instancePath + '/via',
              schemaPath: '#/properties/via/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err7];
            } else {
              vErrors.push(err7);
            }
            errors++;
          }
        }
        if (data7.list !== undefined) {
          if (
            !validate90(data7.list, {
              instancePath: instancePath + '/via/list',
              parentData: data7,
              parentDataProperty: 'list',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err8 = {
          instancePath: instancePath + '/via',
          schemaPath: '#/properties/via/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.activeList !== undefined) {
      if (
        !validate90(data.activeList, {
          instancePath: instancePath + '/activeList',
          parentData: data,
          parentDataProperty: 'activeList',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
        errors = vErrors.length;
      }
    }
    if (data.everList !== undefined) {
      if (
        !validate90(data.everList, {
          instancePath: instancePath + '/everList',
          parentData: data,
          parentDataProperty: 'everList',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
        errors = vErrors.length;
      }
    }
    if (data.retired !== undefined) {
      let data11 = data.retired;
      if (!(data11 === false || data11 === true || data11 === 'archive')) {
        const err9 = {
          instancePath: instancePath + '/retired',
          schemaPath: '#/properties/retired/enum',
          keyword: 'enum',
          params: { allowedValues: schema52.properties.retired.enum },
          message: 'must be equal to one of the allowed values',
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.unenroll !== undefined) {
      if (
        !validate149(data.unenroll, {
          instancePath: instancePath + '/unenroll',
          parentData: data,
          parentDataProperty: 'unenroll',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate149.errors : vErrors.concat(validate149.errors);
        errors = vErrors.length;
      }
    }
    if (data.allowEmpty !== undefined) {
      if (
        !validate123(data.allowEmpty, {
          instancePath: instancePath + '/allowEmpty',
          parentData: data,
          parentDataProperty: 'allowEmpty',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate123.errors : vErrors.concat(validate123.errors);
        errors = vErrors.length;
      }
    }
    if (data.noHistoryBefore !== undefined) {
      if (
        !validate125(data.noHistoryBefore, {
          instancePath: instancePath + '/noHistoryBefore',
          parentData: data,
          parentDataProperty: 'noHistoryBefore',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate125.errors : vErrors.concat(validate125.errors);
        errors = vErrors.length;
      }
    }
    if (data.onLeave !== undefined) {
      if (
        !validate127(data.onLeave, {
          instancePath: instancePath + '/onLeave',
          parentData: data,
          parentDataProperty: 'onLeave',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate127.errors : vErrors.concat(validate127.errors);
        errors = vErrors.length;
      }
    }
    if (data.limits !== undefined) {
      if (
        !validate129(data.limits, {
          instancePath: instancePath + '/limits',
          parentData: data,
          parentDataProperty: 'limits',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate129.errors : vErrors.concat(validate129.errors);
        errors = vErrors.length;
      }
    }
    if (data.pace !== undefined) {
      if (
        !validate134(data.pace, {
          instancePath: instancePath + '/pace',
          parentData: data,
          parentDataProperty: 'pace',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate134.errors : vErrors.concat(validate134.errors);
        errors = vErrors.length;
      }
    }
    if (data.definition !== undefined) {
      if (
        !validate136(data.definition, {
          instancePath: instancePath + '/definition',
          parentData: data,
          parentDataProperty: 'definition',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate136.errors : vErrors.concat(validate136.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err10 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err10];
    } else {
      vErrors.push(err10);
    }
    errors++;
  }
  validate139.errors = vErrors;
  return errors === 0;
}
validate139.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
function validate52(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate52.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = undefined;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = undefined;
  }
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.version === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'version' },
        message: "must have required property '" + 'version' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema19.properties, key0)) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.version !== undefined) {
      if (!(data.version === 1)) {
        const err2 = {
          instancePath: instancePath + '/version',
          schemaPath: '#/properties/version/enum',
          keyword: 'enum',
          params: { allowedValues: schema19.properties.version.enum },
          message: 'must be equal to one of the allowed values',
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.portal !== undefined) {
      let data1 = data.portal;
      if (
        !(typeof data1 == 'number' && !(data1 % 1) && !isNaN(data1) && isFinite(data1)) &&
        typeof data1 !== 'string'
      ) {
        const err3 = {
          instancePath: instancePath + '/portal',
          schemaPath: '#/properties/portal/type',
          keyword: 'type',
          params: { type: schema19.properties.portal.type },
          message: 'must be integer,string',
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
      if (typeof data1 == 'number' && isFinite(data1)) {
        if (data1 < 1 || isNaN(data1)) {
          const err4 = {
            instancePath: instancePath + '/portal',
            schemaPath: '#/properties/portal/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
            message: 'must be >= 1',
          };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      }
      if (typeof data1 === 'string') {
        if (!pattern3.test(data1)) {
          const err5 = {
            instancePath: instancePath + '/portal',
            schemaPath: '#/properties/portal/pattern',
            keyword: 'pattern',
            params: { pattern: '^simulated$' },
            message: 'must match pattern "' + '^simulated$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      }
    }
    if (data.dialect !== undefined) {
      let data2 = data.dialect;
      if (!(data2 === 'documented' || data2 === 'guide')) {
        const err6 = {
          instancePath: instancePath + '/dialect',
          schemaPath: '#/properties/dialect/enum',
          keyword: 'enum',
          params: { allowedValues: schema19.properties.dialect.enum },
          message: 'must be equal to one of the allowed values',
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.apiVersion !== undefined) {
      let data3 = data.apiVersion;
      if (!(data3 === '2026-09' || data3 === '2026-03' || data3 === 'legacy')) {
        const err7 = {
          instancePath: instancePath + '/apiVersion',
          schemaPath: '#/properties/apiVersion/enum',
          keyword: 'enum',
          params: { allowedValues: schema19.properties.apiVersion.enum },
          message: 'must be equal to one of the allowed values',
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.workflowApiVersion !== undefined) {
      let data4 = data.workflowApiVersion;
      if (!(data4 === 'v4' || data4 === '2026-09-beta')) {
        const err8 = {
          instancePath: instancePath + '/workflowApiVersion',
          schemaPath: '#/properties/workflowApiVersion/enum',
          keyword: 'enum',
          params: { allowedValues: schema19.properties.workflowApiVersion.enum },
          message: 'must be equal to one of the allowed values',
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.ledger !== undefined) {
      let data5 = data.ledger;
      if (typeof data5 === 'string') {
        if (!pattern4.test(data5)) {
          const err9 = {
            instancePath: instancePath + '/ledger',
            schemaPath: '#/properties/ledger/pattern',
            keyword: 'pattern',
            params: { pattern: '\\S' },
            message: 'must match pattern "' + '\\S' + '"',
          };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = {
          instancePath: instancePath + '/ledger',
          schemaPath: '#/properties/ledger/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.ledgerId !== undefined) {
      let data6 = data.ledgerId;
      if (typeof data6 !== 'string' && !(typeof data6 == 'number' && isFinite(data6))) {
        const err11 = {
          instancePath: instancePath + '/ledgerId',
          schemaPath: '#/properties/ledgerId/type',
          keyword: 'type',
          params: { type: schema19.properties.ledgerId.type },
          message: 'must be string,number',
        };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
      if (typeof data6 === 'string') {
        if (!pattern5.test(data6)) {
          const err12 = {
            instancePath: instancePath + '/ledgerId',
            schemaPath: '#/properties/ledgerId/pattern',
            keyword: 'pattern',
            params: { pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{3,63}$' },
            message: 'must match pattern "' + '^[A-Za-z0-9][A-Za-z0-9_-]{3,63}$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
      }
    }
    if (data.rate !== undefined) {
      let data7 = data.rate;
      if (
        !(typeof data7 == 'number' && !(data7 % 1) && !isNaN(data7) && isFinite(data7)) &&
        typeof data7 !== 'string'
      ) {
        const err13 = {
          instancePath: instancePath + '/rate',
          schemaPath: '#/properties/rate/type',
          keyword: 'type',
          params: { type: schema19.properties.rate.type },
          message: 'must be integer,string',
        };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
      if (typeof data7 == 'number' && isFinite(data7)) {
        if (data7 > 100 || isNaN(data7)) {
          const err14 = {
            instancePath: instancePath + '/rate',
            schemaPath: '#/properties/rate/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 100 },
            message: 'must be <= 100',
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data7 < 1 || isNaN(data7)) {
          const err15 = {
            instancePath: instancePath + '/rate',
            schemaPath: '#/properties/rate/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
            message: 'must be >= 1',
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
      if (typeof data7 === 'string') {
        if (!pattern6.test(data7)) {
          const err16 = {
            instancePath: instancePath + '/rate',
            schemaPath: '#/properties/rate/pattern',
            keyword: 'pattern',
            params: { pattern: '^(100|[1-9][0-9]?)%$' },
            message: 'must match pattern "' + '^(100|[1-9][0-9]?)%$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      }
    }
    if (data.expires !== undefined) {
      let data8 = data.expires;
      if (typeof data8 === 'string') {
        if (!pattern7.test(data8)) {
          const err17 = {
            instancePath: instancePath + '/expires',
            schemaPath: '#/properties/expires/pattern',
            keyword: 'pattern',
            params: { pattern: '^[1-9][0-9]{0,3}[mhd]$' },
            message: 'must match pattern "' + '^[1-9][0-9]{0,3}[mhd]$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
      } else {
        const err18 = {
          instancePath: instancePath + '/expires',
          schemaPath: '#/properties/expires/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.drift !== undefined) {
      let data9 = data.drift;
      if (data9 && typeof data9 == 'object' && !Array.isArray(data9)) {
        for (const key1 in data9) {
          if (!(key1 === 'unmanaged')) {
            const err19 = {
              instancePath: instancePath + '/drift',
              schemaPath: '#/properties/drift/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data9.unmanaged !== undefined) {
          if (typeof data9.unmanaged !== 'boolean') {
            const err20 = {
              instancePath: instancePath + '/drift/unmanaged',
              schemaPath: '#/properties/drift/properties/unmanaged/type',
              keyword: 'type',
              params: { type: 'boolean' },
              message: 'must be boolean',
            };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
      } else {
        const err21 = {
          instancePath: instancePath + '/drift',
          schemaPath: '#/properties/drift/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
    }
    if (data.token !== undefined) {
      let data11 = data.token;
      if (typeof data11 === 'string') {
        if (!pattern8.test(data11)) {
          const err22 = {
            instancePath: instancePath + '/token',
            schemaPath: '#/properties/token/pattern',
            keyword: 'pattern',
            params: { pattern: '^HUBSPOT_[A-Z0-9_]*TOKEN[A-Z0-9_]*$' },
            message: 'must match pattern "' + '^HUBSPOT_[A-Z0-9_]*TOKEN[A-Z0-9_]*$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
      } else {
        const err23 = {
          instancePath: instancePath + '/token',
          schemaPath: '#/properties/token/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
    }
    if (data.notify !== undefined) {
      let data12 = data.notify;
      if (typeof data12 === 'string') {
        if (!pattern9.test(data12)) {
          const err24 = {
            instancePath: instancePath + '/notify',
            schemaPath: '#/properties/notify/pattern',
            keyword: 'pattern',
            params: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
            message: 'must match pattern "' + '^[A-Za-z_][A-Za-z0-9_]*$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err24];
          } else {
            vErrors.push(err24);
          }
          errors++;
        }
      } else {
        const err25 = {
          instancePath: instancePath + '/notify',
          schemaPath: '#/properties/notify/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err25];
        } else {
          vErrors.push(err25);
        }
        errors++;
      }
    }
    if (data.limits !== undefined) {
      let data13 = data.limits;
      if (data13 && typeof data13 == 'object' && !Array.isArray(data13)) {
        for (const key2 in data13) {
          if (
            !(
              key2 === 'enroll' ||
              key2 === 'unenroll' ||
              key2 === 'reenroll' ||
              key2 === 'perSenderPerDay' ||
              key2 === 'create' ||
              key2 === 'recipients'
            )
          ) {
            const err26 = {
              instancePath: instancePath + '/limits',
              schemaPath: '#/properties/limits/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key2 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
        if (data13.enroll !== undefined) {
          if (
            !validate53(data13.enroll, {
              instancePath: instancePath + '/limits/enroll',
              parentData: data13,
              parentDataProperty: 'enroll',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
            errors = vErrors.length;
          }
        }
        if (data13.unenroll !== undefined) {
          if (
            !validate53(data13.unenroll, {
              instancePath: instancePath + '/limits/unenroll',
              parentData: data13,
              parentDataProperty: 'unenroll',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
            errors = vErrors.length;
          }
        }
        if (data13.reenroll !== undefined) {
          if (
            !validate53(data13.reenroll, {
              instancePath: instancePath + '/limits/reenroll',
              parentData: data13,
              parentDataProperty: 'reenroll',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
            errors = vErrors.length;
          }
        }
        if (data13.perSenderPerDay !== undefined) {
          if (
            !validate57(data13.perSenderPerDay, {
              instancePath: instancePath + '/limits/perSenderPerDay',
              parentData: data13,
              parentDataProperty: 'perSenderPerDay',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
            errors = vErrors.length;
          }
        }
        if (data13.create !== undefined) {
          if (
            !validate57(data13.create, {
              instancePath: instancePath + '/limits/create',
              parentData: data13,
              parentDataProperty: 'create',
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate57.errors : vErrors.concat(validate57.errors);
            errors = vErrors.length;
          }
        }
        if (data13.recipients !== undefined) {
          let data19 = data13.recipients;
          if (Array.isArray(data19)) {
            const len0 = data19.length;
            for (let i0 = 0; i0 < len0; i0++) {
              if (
                !validate60(data19[i0], {
                  instancePath: instancePath + '/limits/recipients/' + i0,
                  parentData: data19,
                  parentDataProperty: i0,
                  rootData,
                  dynamicAnchors,
                })
              ) {
                vErrors = vErrors === null ? validate60.errors : vErrors.concat(validate60.errors);
                errors = vErrors.length;
              }
            }
          } else {
            const err27 = {
              instancePath: instancePath + '/limits/recipients',
              schemaPath: '#/properties/limits/properties/recipients/type',
              keyword: 'type',
              params: { type: 'array' },
              message: 'must be array',
            };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
      } else {
        const err28 = {
          instancePath: instancePath + '/limits',
          schemaPath: '#/properties/limits/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
    }
    if (data.freeze !== undefined) {
      let data21 = data.freeze;
      if (Array.isArray(data21)) {
        const len1 = data21.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data22 = data21[i1];
          if (data22 && typeof data22 == 'object' && !Array.isArray(data22)) {
            if (data22.from === undefined) {
              const err29 = {
                instancePath: instancePath + '/freeze/' + i1,
                schemaPath: '#/properties/freeze/items/required',
                keyword: 'required',
                params: { missingProperty: 'from' },
                message: "must have required property '" + 'from' + "'",
              };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
            if (data22.to === undefined) {
              const err30 = {
                instancePath: instancePath + '/freeze/' + i1,
                schemaPath: '#/properties/freeze/items/required',
                keyword: 'required',
                params: { missingProperty: 'to' },
                message: "must have required property '" + 'to' + "'",
              };
              if (vErrors === null) {
                vErrors = [err30];
              } else {
                vErrors.push(err30);
              }
              errors++;
            }
            for (const key3 in data22) {
              if (!(key3 === 'from' || key3 === 'to' || key3 === 'reason')) {
                const err31 = {
                  instancePath: instancePath + '/freeze/' + i1,
                  schemaPath: '#/properties/freeze/items/additionalProperties',
                  keyword: 'additionalProperties',
                  params: { additionalProperty: key3 },
                  message: 'must NOT have additional properties',
                };
                if (vErrors === null) {
                  vErrors = [err31];
                } else {
                  vErrors.push(err31);
                }
                errors++;
              }
            }
            if (data22.from !== undefined) {
              if (
                !validate62(data22.from, {
                  instancePath: instancePath + '/freeze/' + i1 + '/from',
                  parentData: data22,
                  parentDataProperty: 'from',
                  rootData,
                  dynamicAnchors,
                })
              ) {
                vErrors = vErrors === null ? validate62.errors : vErrors.concat(validate62.errors);
                errors = vErrors.length;
              }
            }
            if (data22.to !== undefined) {
              if (
                !validate62(data22.to, {
                  instancePath: instancePath + '/freeze/' + i1 + '/to',
                  parentData: data22,
                  parentDataProperty: 'to',
                  rootData,
                  dynamicAnchors,
                })
              ) {
                vErrors = vErrors === null ? validate62.errors : vErrors.concat(validate62.errors);
                errors = vErrors.length;
              }
            }
            if (data22.reason !== undefined) {
              if (typeof data22.reason !== 'string') {
                const err32 = {
                  instancePath: instancePath + '/freeze/' + i1 + '/reason',
                  schemaPath: '#/properties/freeze/items/properties/reason/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string',
                };
                if (vErrors === null) {
                  vErrors = [err32];
                } else {
                  vErrors.push(err32);
                }
                errors++;
              }
            }
          } else {
            const err33 = {
              instancePath: instancePath + '/freeze/' + i1,
              schemaPath: '#/properties/freeze/items/type',
              keyword: 'type',
              params: { type: 'object' },
              message: 'must be object',
            };
            if (vErrors === null) {
              vErrors = [err33];
            } else {
              vErrors.push(err33);
            }
            errors++;
          }
        }
      } else {
        const err34 = {
          instancePath: instancePath + '/freeze',
          schemaPath: '#/properties/freeze/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err34];
        } else {
          vErrors.push(err34);
        }
        errors++;
      }
    }
    if (data.suppress !== undefined) {
      if (!Array.isArray(data.suppress)) {
        const err35 = {
          instancePath: instancePath + '/suppress',
          schemaPath: '#/properties/suppress/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.audiences !== undefined) {
      let data27 = data.audiences;
      if (data27 && typeof data27 == 'object' && !Array.isArray(data27)) {
        for (const key4 in data27) {
          const _errs49 = errors;
          if (typeof key4 === 'string') {
            if (!pattern13.test(key4)) {
              const err36 = {
                instancePath: instancePath + '/audiences',
                schemaPath: '#/properties/audiences/propertyNames/pattern',
                keyword: 'pattern',
                params: { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' },
                message: 'must match pattern "' + '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' + '"',
                propertyName: key4,
              };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
          }
          var valid8 = _errs49 === errors;
          if (!valid8) {
            const err37 = {
              instancePath: instancePath + '/audiences',
              schemaPath: '#/properties/audiences/propertyNames',
              keyword: 'propertyNames',
              params: { propertyName: key4 },
              message: 'property name must be valid',
            };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
        }
        for (const key5 in data27) {
          let data28 = data27[key5];
          if (!data28 || typeof data28 != 'object') {
            const err38 = {
              instancePath: instancePath + '/audiences/' + key5.replace(/~/g, '~0').replace(/\//g, '~1'),
              schemaPath: '#/properties/audiences/additionalProperties/type',
              keyword: 'type',
              params: { type: schema19.properties.audiences.additionalProperties.type },
              message: 'must be array,object',
            };
            if (vErrors === null) {
              vErrors = [err38];
            } else {
              vErrors.push(err38);
            }
            errors++;
          }
          if (Array.isArray(data28)) {
            const len2 = data28.length;
            for (let i2 = 0; i2 < len2; i2++) {
              if (
                !validate65(data28[i2], {
                  instancePath:
                    instancePath + '/audiences/' + key5.replace(/~/g, '~0').replace(/\//g, '~1') + '/' + i2,
                  parentData: data28,
                  parentDataProperty: i2,
                  rootData,
                  dynamicAnchors,
                })
              ) {
                vErrors = vErrors === null ? validate65.errors : vErrors.concat(validate65.errors);
                errors = vErrors.length;
              }
            }
          }
          if (data28 && typeof data28 == 'object' && !Array.isArray(data28)) {
            if (data28.members === undefined) {
              const err39 = {
                instancePath: instancePath + '/audiences/' + key5.replace(/~/g, '~0').replace(/\//g, '~1'),
                schemaPath: '#/properties/audiences/additionalProperties/required',
                keyword: 'required',
                params: { missingProperty: 'members' },
                message: "must have required property '" + 'members' + "'",
              };
              if (vErrors === null) {
                vErrors = [err39];
              } else {
                vErrors.push(err39);
              }
              errors++;
            }
            for (const key6 in data28) {
              if (!(key6 === 'members' || key6 === 'require')) {
                const err40 = {
                  instancePath: instancePath + '/audiences/' + key5.replace(/~/g, '~0').replace(/\//g, '~1'),
                  schemaPath: '#/properties/audiences/additionalProperties/additionalProperties',
                  keyword: 'additionalProperties',
                  params: { additionalProperty: key6 },
                  message: 'must NOT have additional properties',
                };
                if (vErrors === null) {
                  vErrors = [err40];
                } else {
                  vErrors.push(err40);
                }
                errors++;
              }
            }
            if (data28.members !== undefined) {
              let data30 = data28.members;
              if (Array.isArray(data30)) {
                const len3 = data30.length;
                for (let i3 = 0; i3 < len3; i3++) {
                  if (
                    !validate65(data30[i3], {
                      instancePath:
                        instancePath +
                        '/audiences/' +
                        key5.replace(/~/g, '~0').replace(/\//g, '~1') +
                        '/members/' +
                        i3,
                      parentData: data30,
                      parentDataProperty: i3,
                      rootData,
                      dynamicAnchors,
                    })
                  ) {
                    vErrors = vErrors === null ? validate65.errors : vErrors.concat(validate65.errors);
                    errors = vErrors.length;
                  }
                }
              } else {
                const err41 = {
                  instancePath:
                    instancePath + '/audiences/' + key5.replace(/~/g, '~0').replace(/\//g, '~1') + '/members',
                  schemaPath: '#/properties/audiences/additionalProperties/properties/members/type',
                  keyword: 'type',
                  params: { type: 'array' },
                  message: 'must be array',
                };
                if (vErrors === null) {
                  vErrors = [err41];
                } else {
                  vErrors.push(err41);
                }
                errors++;
              }
            }
            if (data28.require !== undefined) {
              if (
                !validate94(data28.require, {
                  instancePath:
                    instancePath + '/audiences/' + key5.replace(/~/g, '~0').replace(/\//g, '~1') + '/require',
                  parentData: data28,
                  parentDataProperty: 'require',
                  rootData,
                  dynamicAnchors,
                })
              ) {
                vErrors = vErrors === null ? validate94.errors : vErrors.concat(validate94.errors);
                errors = vErrors.length;
              }
            }
          }
        }
      } else {
        const err42 = {
          instancePath: instancePath + '/audiences',
          schemaPath: '#/properties/audiences/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err42];
        } else {
          vErrors.push(err42);
        }
        errors++;
      }
    }
    if (data.sequences !== undefined) {
      let data33 = data.sequences;
      if (data33 && typeof data33 == 'object' && !Array.isArray(data33)) {
        for (const key7 in data33) {
          const _errs61 = errors;
          if (typeof key7 === 'string') {
            if (!pattern13.test(key7)) {
              const err43 = {
                instancePath: instancePath + '/sequences',
                schemaPath: '#/properties/sequences/propertyNames/pattern',
                keyword: 'pattern',
                params: { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' },
                message: 'must match pattern "' + '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' + '"',
                propertyName: key7,
              };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
          }
          var valid15 = _errs61 === errors;
          if (!valid15) {
            const err44 = {
              instancePath: instancePath + '/sequences',
              schemaPath: '#/properties/sequences/propertyNames',
              keyword: 'propertyNames',
              params: { propertyName: key7 },
              message: 'property name must be valid',
            };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
        }
        for (const key8 in data33) {
          if (
            !validate101(data33[key8], {
              instancePath: instancePath + '/sequences/' + key8.replace(/~/g, '~0').replace(/\//g, '~1'),
              parentData: data33,
              parentDataProperty: key8,
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err45 = {
          instancePath: instancePath + '/sequences',
          schemaPath: '#/properties/sequences/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err45];
        } else {
          vErrors.push(err45);
        }
        errors++;
      }
    }
    if (data.workflows !== undefined) {
      let data35 = data.workflows;
      if (data35 && typeof data35 == 'object' && !Array.isArray(data35)) {
        for (const key9 in data35) {
          const _errs66 = errors;
          if (typeof key9 === 'string') {
            if (!pattern13.test(key9)) {
              const err46 = {
                instancePath: instancePath + '/workflows',
                schemaPath: '#/properties/workflows/propertyNames/pattern',
                keyword: 'pattern',
                params: { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' },
                message: 'must match pattern "' + '^[\\p{L}\\p{N}][\\p{L}\\p{N}._-]*$' + '"',
                propertyName: key9,
              };
              if (vErrors === null) {
                vErrors = [err46];
              } else {
                vErrors.push(err46);
              }
              errors++;
            }
          }
          var valid17 = _errs66 === errors;
          if (!valid17) {
            const err47 = {
              instancePath: instancePath + '/workflows',
              schemaPath: '#/properties/workflows/propertyNames',
              keyword: 'propertyNames',
              params: { propertyName: key9 },
              message: 'property name must be valid',
            };
            if (vErrors === null) {
              vErrors = [err47];
            } else {
              vErrors.push(err47);
            }
            errors++;
          }
        }
        for (const key10 in data35) {
          if (
            !validate139(data35[key10], {
              instancePath: instancePath + '/workflows/' + key10.replace(/~/g, '~0').replace(/\//g, '~1'),
              parentData: data35,
              parentDataProperty: key10,
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate139.errors : vErrors.concat(validate139.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err48 = {
          instancePath: instancePath + '/workflows',
          schemaPath: '#/properties/workflows/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err48];
        } else {
          vErrors.push(err48);
        }
        errors++;
      }
    }
  } else {
    const err49 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err49];
    } else {
      vErrors.push(err49);
    }
    errors++;
  }
  validate52.errors = vErrors;
  return errors === 0;
}
validate52.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
