// Generated from story.schema.json by scripts/compile-schema.mjs. Do not edit.
// @ts-nocheck
/* oxlint-disable */
import type { ValidateFunction } from 'ajv';
import type { StoryDocument } from '../story/story.ts';
export const validate: ValidateFunction<StoryDocument> = validate52;
const schema19 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['steps'],
  additionalProperties: false,
  properties: {
    story: { type: 'string' },
    files: { type: 'array', items: { type: 'string' }, minItems: 1 },
    given: {
      type: 'object',
      additionalProperties: false,
      properties: {
        account: { type: 'string' },
        snapshot: { type: 'string' },
        now: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2})?$' },
        contacts: {
          type: 'array',
          items: {
            type: ['string', 'object'],
            required: ['email'],
            additionalProperties: false,
            properties: {
              email: { type: 'string' },
              optedOut: { type: 'boolean' },
              bounced: { type: 'boolean' },
              owner: { type: 'string' },
              properties: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
            },
          },
        },
        optedOut: { type: 'array', items: { type: ['string', 'integer'] } },
        owners: {
          type: 'array',
          items: {
            type: 'object',
            required: ['email'],
            additionalProperties: false,
            properties: {
              email: { type: 'string' },
              inbox: { type: 'boolean' },
              seat: { type: 'boolean' },
              dailyLimit: { type: 'integer', minimum: 0 },
            },
          },
        },
        sequences: {
          type: 'array',
          items: {
            type: 'object',
            required: ['id', 'emails'],
            additionalProperties: false,
            properties: {
              id: { type: ['string', 'integer'] },
              name: { type: 'string' },
              emails: { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 1 },
              ends: { type: 'number', minimum: 0 },
            },
          },
        },
        workflows: {
          type: 'array',
          items: {
            type: 'object',
            required: ['id'],
            additionalProperties: false,
            properties: {
              id: { type: ['string', 'integer'] },
              name: { type: 'string' },
              enabled: { type: 'boolean' },
            },
          },
        },
        files: { type: 'object', additionalProperties: { type: 'string' } },
      },
    },
    steps: { type: 'array', minItems: 1, items: { $ref: '#/$defs/step' } },
  },
  $defs: {
    step: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
      properties: {
        apply: { enum: ['reviewed', 'unattended'] },
        advance: { type: 'string', pattern: '^\\d{1,9}\\s*[smhdw]$' },
        daily: { type: 'integer', minimum: 1, maximum: 366 },
        reply: { type: ['string', 'integer'] },
        optOut: { type: ['string', 'integer'] },
        bounce: { type: ['string', 'integer'] },
        meeting: { type: ['string', 'integer'] },
        enroll: {
          type: 'object',
          required: ['contact', 'in'],
          additionalProperties: false,
          properties: { contact: { type: ['string', 'integer'] }, in: { type: ['string', 'integer'] } },
        },
        unenroll: {
          type: 'object',
          required: ['contact', 'from'],
          additionalProperties: false,
          properties: { contact: { type: ['string', 'integer'] }, from: { type: ['string', 'integer'] } },
        },
        disconnect: { type: 'string' },
        reconnect: { type: 'string' },
        edit: {
          type: 'object',
          required: ['file'],
          additionalProperties: false,
          properties: { file: { type: 'string' }, replace: { type: 'string' }, with: { type: 'string' } },
        },
        fault: { type: 'string' },
        expect: { $ref: '#/$defs/expectation' },
      },
    },
    expectation: {
      type: ['string', 'object'],
      additionalProperties: false,
      minProperties: 1,
      if: { type: 'string' },
      then: {
        enum: [
          'no contact emailed twice in a day',
          'no email on a weekend',
          'no email in a freeze',
          'no contact in two sequences',
        ],
      },
      properties: {
        contact: { type: ['string', 'integer'] },
        enrolledIn: { type: ['string', 'integer'] },
        notEnrolledIn: { type: ['string', 'integer'] },
        plan: {
          enum: [
            'enroll',
            'unenroll',
            'active',
            'ended',
            'waiting',
            'blocked',
            'unknown',
            'manual',
            'unmanaged',
            'orphan',
            'left-audience',
            'none',
          ],
        },
        reason: { type: 'string', pattern: '\\S' },
        emails: { type: 'integer', minimum: 0 },
        enrollments: { type: 'integer', minimum: 0 },
        day: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
        by: { type: 'string' },
        in: { type: ['string', 'integer'] },
        exit: { type: 'integer', minimum: 0 },
        code: { type: 'string' },
      },
    },
  },
};
const func1 = Object.prototype.hasOwnProperty;
const pattern3 = new RegExp('^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2})?$', 'u');
const schema20 = {
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: {
    apply: { enum: ['reviewed', 'unattended'] },
    advance: { type: 'string', pattern: '^\\d{1,9}\\s*[smhdw]$' },
    daily: { type: 'integer', minimum: 1, maximum: 366 },
    reply: { type: ['string', 'integer'] },
    optOut: { type: ['string', 'integer'] },
    bounce: { type: ['string', 'integer'] },
    meeting: { type: ['string', 'integer'] },
    enroll: {
      type: 'object',
      required: ['contact', 'in'],
      additionalProperties: false,
      properties: { contact: { type: ['string', 'integer'] }, in: { type: ['string', 'integer'] } },
    },
    unenroll: {
      type: 'object',
      required: ['contact', 'from'],
      additionalProperties: false,
      properties: { contact: { type: ['string', 'integer'] }, from: { type: ['string', 'integer'] } },
    },
    disconnect: { type: 'string' },
    reconnect: { type: 'string' },
    edit: {
      type: 'object',
      required: ['file'],
      additionalProperties: false,
      properties: { file: { type: 'string' }, replace: { type: 'string' }, with: { type: 'string' } },
    },
    fault: { type: 'string' },
    expect: { $ref: '#/$defs/expectation' },
  },
};
const pattern4 = new RegExp('^\\d{1,9}\\s*[smhdw]$', 'u');
const schema21 = {
  type: ['string', 'object'],
  additionalProperties: false,
  minProperties: 1,
  if: { type: 'string' },
  then: {
    enum: [
      'no contact emailed twice in a day',
      'no email on a weekend',
      'no email in a freeze',
      'no contact in two sequences',
    ],
  },
  properties: {
    contact: { type: ['string', 'integer'] },
    enrolledIn: { type: ['string', 'integer'] },
    notEnrolledIn: { type: ['string', 'integer'] },
    plan: {
      enum: [
        'enroll',
        'unenroll',
        'active',
        'ended',
        'waiting',
        'blocked',
        'unknown',
        'manual',
        'unmanaged',
        'orphan',
        'left-audience',
        'none',
      ],
    },
    reason: { type: 'string', pattern: '\\S' },
    emails: { type: 'integer', minimum: 0 },
    enrollments: { type: 'integer', minimum: 0 },
    day: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    by: { type: 'string' },
    in: { type: ['string', 'integer'] },
    exit: { type: 'integer', minimum: 0 },
    code: { type: 'string' },
  },
};
const pattern5 = new RegExp('\\S', 'u');
const pattern6 = new RegExp('^\\d{4}-\\d{2}-\\d{2}$', 'u');
function validate54(
  data,
  { instancePath = '', parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {},
) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate54.evaluated;
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
      params: { type: schema21.type },
      message: 'must be string,object',
    };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  const _errs1 = errors;
  let valid0 = true;
  const _errs2 = errors;
  if (typeof data !== 'string') {
    const err1 = {};
    if (vErrors === null) {
      vErrors = [err1];
    } else {
      vErrors.push(err1);
    }
    errors++;
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
    const _errs4 = errors;
    if (
      !(
        data === 'no contact emailed twice in a day' ||
        data === 'no email on a weekend' ||
        data === 'no email in a freeze' ||
        data === 'no contact in two sequences'
      )
    ) {
      const err2 = {
        instancePath,
        schemaPath: '#/then/enum',
        keyword: 'enum',
        params: { allowedValues: schema21.then.enum },
        message: 'must be equal to one of the allowed values',
      };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    var _valid0 = _errs4 === errors;
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
    if (Object.keys(data).length < 1) {
      const err4 = {
        instancePath,
        schemaPath: '#/minProperties',
        keyword: 'minProperties',
        params: { limit: 1 },
        message: 'must NOT have fewer than 1 properties',
      };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema21.properties, key0)) {
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
    if (data.contact !== undefined) {
      let data0 = data.contact;
      if (
        typeof data0 !== 'string' &&
        !(typeof data0 == 'number' && !(data0 % 1) && !isNaN(data0) && isFinite(data0))
      ) {
        const err6 = {
          instancePath: instancePath + '/contact',
          schemaPath: '#/properties/contact/type',
          keyword: 'type',
          params: { type: schema21.properties.contact.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.enrolledIn !== undefined) {
      let data1 = data.enrolledIn;
      if (
        typeof data1 !== 'string' &&
        !(typeof data1 == 'number' && !(data1 % 1) && !isNaN(data1) && isFinite(data1))
      ) {
        const err7 = {
          instancePath: instancePath + '/enrolledIn',
          schemaPath: '#/properties/enrolledIn/type',
          keyword: 'type',
          params: { type: schema21.properties.enrolledIn.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.notEnrolledIn !== undefined) {
      let data2 = data.notEnrolledIn;
      if (
        typeof data2 !== 'string' &&
        !(typeof data2 == 'number' && !(data2 % 1) && !isNaN(data2) && isFinite(data2))
      ) {
        const err8 = {
          instancePath: instancePath + '/notEnrolledIn',
          schemaPath: '#/properties/notEnrolledIn/type',
          keyword: 'type',
          params: { type: schema21.properties.notEnrolledIn.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.plan !== undefined) {
      let data3 = data.plan;
      if (
        !(
          data3 === 'enroll' ||
          data3 === 'unenroll' ||
          data3 === 'active' ||
          data3 === 'ended' ||
          data3 === 'waiting' ||
          data3 === 'blocked' ||
          data3 === 'unknown' ||
          data3 === 'manual' ||
          data3 === 'unmanaged' ||
          data3 === 'orphan' ||
          data3 === 'left-audience' ||
          data3 === 'none'
        )
      ) {
        const err9 = {
          instancePath: instancePath + '/plan',
          schemaPath: '#/properties/plan/enum',
          keyword: 'enum',
          params: { allowedValues: schema21.properties.plan.enum },
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
    if (data.reason !== undefined) {
      let data4 = data.reason;
      if (typeof data4 === 'string') {
        if (!pattern5.test(data4)) {
          const err10 = {
            instancePath: instancePath + '/reason',
            schemaPath: '#/properties/reason/pattern',
            keyword: 'pattern',
            params: { pattern: '\\S' },
            message: 'must match pattern "' + '\\S' + '"',
          };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      } else {
        const err11 = {
          instancePath: instancePath + '/reason',
          schemaPath: '#/properties/reason/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.emails !== undefined) {
      let data5 = data.emails;
      if (!(typeof data5 == 'number' && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
        const err12 = {
          instancePath: instancePath + '/emails',
          schemaPath: '#/properties/emails/type',
          keyword: 'type',
          params: { type: 'integer' },
          message: 'must be integer',
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
      if (typeof data5 == 'number' && isFinite(data5)) {
        if (data5 < 0 || isNaN(data5)) {
          const err13 = {
            instancePath: instancePath + '/emails',
            schemaPath: '#/properties/emails/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
            message: 'must be >= 0',
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
      }
    }
    if (data.enrollments !== undefined) {
      let data6 = data.enrollments;
      if (!(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
        const err14 = {
          instancePath: instancePath + '/enrollments',
          schemaPath: '#/properties/enrollments/type',
          keyword: 'type',
          params: { type: 'integer' },
          message: 'must be integer',
        };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
      if (typeof data6 == 'number' && isFinite(data6)) {
        if (data6 < 0 || isNaN(data6)) {
          const err15 = {
            instancePath: instancePath + '/enrollments',
            schemaPath: '#/properties/enrollments/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
            message: 'must be >= 0',
          };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
      }
    }
    if (data.day !== undefined) {
      let data7 = data.day;
      if (typeof data7 === 'string') {
        if (!pattern6.test(data7)) {
          const err16 = {
            instancePath: instancePath + '/day',
            schemaPath: '#/properties/day/pattern',
            keyword: 'pattern',
            params: { pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
            message: 'must match pattern "' + '^\\d{4}-\\d{2}-\\d{2}$' + '"',
          };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      } else {
        const err17 = {
          instancePath: instancePath + '/day',
          schemaPath: '#/properties/day/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.by !== undefined) {
      if (typeof data.by !== 'string') {
        const err18 = {
          instancePath: instancePath + '/by',
          schemaPath: '#/properties/by/type',
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
    if (data.in !== undefined) {
      let data9 = data.in;
      if (
        typeof data9 !== 'string' &&
        !(typeof data9 == 'number' && !(data9 % 1) && !isNaN(data9) && isFinite(data9))
      ) {
        const err19 = {
          instancePath: instancePath + '/in',
          schemaPath: '#/properties/in/type',
          keyword: 'type',
          params: { type: schema21.properties.in.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
    if (data.exit !== undefined) {
      let data10 = data.exit;
      if (!(typeof data10 == 'number' && !(data10 % 1) && !isNaN(data10) && isFinite(data10))) {
        const err20 = {
          instancePath: instancePath + '/exit',
          schemaPath: '#/properties/exit/type',
          keyword: 'type',
          params: { type: 'integer' },
          message: 'must be integer',
        };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
      if (typeof data10 == 'number' && isFinite(data10)) {
        if (data10 < 0 || isNaN(data10)) {
          const err21 = {
            instancePath: instancePath + '/exit',
            schemaPath: '#/properties/exit/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 0 },
            message: 'must be >= 0',
          };
          if (vErrors === null) {
            vErrors = [err21];
          } else {
            vErrors.push(err21);
          }
          errors++;
        }
      }
    }
    if (data.code !== undefined) {
      if (typeof data.code !== 'string') {
        const err22 = {
          instancePath: instancePath + '/code',
          schemaPath: '#/properties/code/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
  }
  validate54.errors = vErrors;
  return errors === 0;
}
validate54.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
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
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (Object.keys(data).length > 1) {
      const err0 = {
        instancePath,
        schemaPath: '#/maxProperties',
        keyword: 'maxProperties',
        params: { limit: 1 },
        message: 'must NOT have more than 1 properties',
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (Object.keys(data).length < 1) {
      const err1 = {
        instancePath,
        schemaPath: '#/minProperties',
        keyword: 'minProperties',
        params: { limit: 1 },
        message: 'must NOT have fewer than 1 properties',
      };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema20.properties, key0)) {
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
    if (data.apply !== undefined) {
      let data0 = data.apply;
      if (!(data0 === 'reviewed' || data0 === 'unattended')) {
        const err3 = {
          instancePath: instancePath + '/apply',
          schemaPath: '#/properties/apply/enum',
          keyword: 'enum',
          params: { allowedValues: schema20.properties.apply.enum },
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
    if (data.advance !== undefined) {
      let data1 = data.advance;
      if (typeof data1 === 'string') {
        if (!pattern4.test(data1)) {
          const err4 = {
            instancePath: instancePath + '/advance',
            schemaPath: '#/properties/advance/pattern',
            keyword: 'pattern',
            params: { pattern: '^\\d{1,9}\\s*[smhdw]$' },
            message: 'must match pattern "' + '^\\d{1,9}\\s*[smhdw]$' + '"',
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
          instancePath: instancePath + '/advance',
          schemaPath: '#/properties/advance/type',
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
    if (data.daily !== undefined) {
      let data2 = data.daily;
      if (!(typeof data2 == 'number' && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
        const err6 = {
          instancePath: instancePath + '/daily',
          schemaPath: '#/properties/daily/type',
          keyword: 'type',
          params: { type: 'integer' },
          message: 'must be integer',
        };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
      if (typeof data2 == 'number' && isFinite(data2)) {
        if (data2 > 366 || isNaN(data2)) {
          const err7 = {
            instancePath: instancePath + '/daily',
            schemaPath: '#/properties/daily/maximum',
            keyword: 'maximum',
            params: { comparison: '<=', limit: 366 },
            message: 'must be <= 366',
          };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data2 < 1 || isNaN(data2)) {
          const err8 = {
            instancePath: instancePath + '/daily',
            schemaPath: '#/properties/daily/minimum',
            keyword: 'minimum',
            params: { comparison: '>=', limit: 1 },
            message: 'must be >= 1',
          };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      }
    }
    if (data.reply !== undefined) {
      let data3 = data.reply;
      if (
        typeof data3 !== 'string' &&
        !(typeof data3 == 'number' && !(data3 % 1) && !isNaN(data3) && isFinite(data3))
      ) {
        const err9 = {
          instancePath: instancePath + '/reply',
          schemaPath: '#/properties/reply/type',
          keyword: 'type',
          params: { type: schema20.properties.reply.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.optOut !== undefined) {
      let data4 = data.optOut;
      if (
        typeof data4 !== 'string' &&
        !(typeof data4 == 'number' && !(data4 % 1) && !isNaN(data4) && isFinite(data4))
      ) {
        const err10 = {
          instancePath: instancePath + '/optOut',
          schemaPath: '#/properties/optOut/type',
          keyword: 'type',
          params: { type: schema20.properties.optOut.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.bounce !== undefined) {
      let data5 = data.bounce;
      if (
        typeof data5 !== 'string' &&
        !(typeof data5 == 'number' && !(data5 % 1) && !isNaN(data5) && isFinite(data5))
      ) {
        const err11 = {
          instancePath: instancePath + '/bounce',
          schemaPath: '#/properties/bounce/type',
          keyword: 'type',
          params: { type: schema20.properties.bounce.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.meeting !== undefined) {
      let data6 = data.meeting;
      if (
        typeof data6 !== 'string' &&
        !(typeof data6 == 'number' && !(data6 % 1) && !isNaN(data6) && isFinite(data6))
      ) {
        const err12 = {
          instancePath: instancePath + '/meeting',
          schemaPath: '#/properties/meeting/type',
          keyword: 'type',
          params: { type: schema20.properties.meeting.type },
          message: 'must be string,integer',
        };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      }
    }
    if (data.enroll !== undefined) {
      let data7 = data.enroll;
      if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
        if (data7.contact === undefined) {
          const err13 = {
            instancePath: instancePath + '/enroll',
            schemaPath: '#/properties/enroll/required',
            keyword: 'required',
            params: { missingProperty: 'contact' },
            message: "must have required property '" + 'contact' + "'",
          };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data7.in === undefined) {
          const err14 = {
            instancePath: instancePath + '/enroll',
            schemaPath: '#/properties/enroll/required',
            keyword: 'required',
            params: { missingProperty: 'in' },
            message: "must have required property '" + 'in' + "'",
          };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        for (const key1 in data7) {
          if (!(key1 === 'contact' || key1 === 'in')) {
            const err15 = {
              instancePath: instancePath + '/enroll',
              schemaPath: '#/properties/enroll/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key1 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data7.contact !== undefined) {
          let data8 = data7.contact;
          if (
            typeof data8 !== 'string' &&
            !(typeof data8 == 'number' && !(data8 % 1) && !isNaN(data8) && isFinite(data8))
          ) {
            const err16 = {
              instancePath: instancePath + '/enroll/contact',
              schemaPath: '#/properties/enroll/properties/contact/type',
              keyword: 'type',
              params: { type: schema20.properties.enroll.properties.contact.type },
              message: 'must be string,integer',
            };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data7.in !== undefined) {
          let data9 = data7.in;
          if (
            typeof data9 !== 'string' &&
            !(typeof data9 == 'number' && !(data9 % 1) && !isNaN(data9) && isFinite(data9))
          ) {
            const err17 = {
              instancePath: instancePath + '/enroll/in',
              schemaPath: '#/properties/enroll/properties/in/type',
              keyword: 'type',
              params: { type: schema20.properties.enroll.properties.in.type },
              message: 'must be string,integer',
            };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
      } else {
        const err18 = {
          instancePath: instancePath + '/enroll',
          schemaPath: '#/properties/enroll/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err18];
        } else {
          vErrors.push(err18);
        }
        errors++;
      }
    }
    if (data.unenroll !== undefined) {
      let data10 = data.unenroll;
      if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
        if (data10.contact === undefined) {
          const err19 = {
            instancePath: instancePath + '/unenroll',
            schemaPath: '#/properties/unenroll/required',
            keyword: 'required',
            params: { missingProperty: 'contact' },
            message: "must have required property '" + 'contact' + "'",
          };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        if (data10.from === undefined) {
          const err20 = {
            instancePath: instancePath + '/unenroll',
            schemaPath: '#/properties/unenroll/required',
            keyword: 'required',
            params: { missingProperty: 'from' },
            message: "must have required property '" + 'from' + "'",
          };
          if (vErrors === null) {
            vErrors = [err20];
          } else {
            vErrors.push(err20);
          }
          errors++;
        }
        for (const key2 in data10) {
          if (!(key2 === 'contact' || key2 === 'from')) {
            const err21 = {
              instancePath: instancePath + '/unenroll',
              schemaPath: '#/properties/unenroll/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key2 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data10.contact !== undefined) {
          let data11 = data10.contact;
          if (
            typeof data11 !== 'string' &&
            !(typeof data11 == 'number' && !(data11 % 1) && !isNaN(data11) && isFinite(data11))
          ) {
            const err22 = {
              instancePath: instancePath + '/unenroll/contact',
              schemaPath: '#/properties/unenroll/properties/contact/type',
              keyword: 'type',
              params: { type: schema20.properties.unenroll.properties.contact.type },
              message: 'must be string,integer',
            };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data10.from !== undefined) {
          let data12 = data10.from;
          if (
            typeof data12 !== 'string' &&
            !(typeof data12 == 'number' && !(data12 % 1) && !isNaN(data12) && isFinite(data12))
          ) {
            const err23 = {
              instancePath: instancePath + '/unenroll/from',
              schemaPath: '#/properties/unenroll/properties/from/type',
              keyword: 'type',
              params: { type: schema20.properties.unenroll.properties.from.type },
              message: 'must be string,integer',
            };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
      } else {
        const err24 = {
          instancePath: instancePath + '/unenroll',
          schemaPath: '#/properties/unenroll/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.disconnect !== undefined) {
      if (typeof data.disconnect !== 'string') {
        const err25 = {
          instancePath: instancePath + '/disconnect',
          schemaPath: '#/properties/disconnect/type',
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
    if (data.reconnect !== undefined) {
      if (typeof data.reconnect !== 'string') {
        const err26 = {
          instancePath: instancePath + '/reconnect',
          schemaPath: '#/properties/reconnect/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.edit !== undefined) {
      let data15 = data.edit;
      if (data15 && typeof data15 == 'object' && !Array.isArray(data15)) {
        if (data15.file === undefined) {
          const err27 = {
            instancePath: instancePath + '/edit',
            schemaPath: '#/properties/edit/required',
            keyword: 'required',
            params: { missingProperty: 'file' },
            message: "must have required property '" + 'file' + "'",
          };
          if (vErrors === null) {
            vErrors = [err27];
          } else {
            vErrors.push(err27);
          }
          errors++;
        }
        for (const key3 in data15) {
          if (!(key3 === 'file' || key3 === 'replace' || key3 === 'with')) {
            const err28 = {
              instancePath: instancePath + '/edit',
              schemaPath: '#/properties/edit/additionalProperties',
              keyword: 'additionalProperties',
              params: { additionalProperty: key3 },
              message: 'must NOT have additional properties',
            };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
        if (data15.file !== undefined) {
          if (typeof data15.file !== 'string') {
            const err29 = {
              instancePath: instancePath + '/edit/file',
              schemaPath: '#/properties/edit/properties/file/type',
              keyword: 'type',
              params: { type: 'string' },
              message: 'must be string',
            };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
        }
        if (data15.replace !== undefined) {
          if (typeof data15.replace !== 'string') {
            const err30 = {
              instancePath: instancePath + '/edit/replace',
              schemaPath: '#/properties/edit/properties/replace/type',
              keyword: 'type',
              params: { type: 'string' },
              message: 'must be string',
            };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
        }
        if (data15.with !== undefined) {
          if (typeof data15.with !== 'string') {
            const err31 = {
              instancePath: instancePath + '/edit/with',
              schemaPath: '#/properties/edit/properties/with/type',
              keyword: 'type',
              params: { type: 'string' },
              message: 'must be string',
            };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
        }
      } else {
        const err32 = {
          instancePath: instancePath + '/edit',
          schemaPath: '#/properties/edit/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err32];
        } else {
          vErrors.push(err32);
        }
        errors++;
      }
    }
    if (data.fault !== undefined) {
      if (typeof data.fault !== 'string') {
        const err33 = {
          instancePath: instancePath + '/fault',
          schemaPath: '#/properties/fault/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
    }
    if (data.expect !== undefined) {
      if (
        !validate54(data.expect, {
          instancePath: instancePath + '/expect',
          parentData: data,
          parentDataProperty: 'expect',
          rootData,
          dynamicAnchors,
        })
      ) {
        vErrors = vErrors === null ? validate54.errors : vErrors.concat(validate54.errors);
        errors = vErrors.length;
      }
    }
  } else {
    const err34 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err34];
    } else {
      vErrors.push(err34);
    }
    errors++;
  }
  validate53.errors = vErrors;
  return errors === 0;
}
validate53.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
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
    if (data.steps === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'steps' },
        message: "must have required property '" + 'steps' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === 'story' || key0 === 'files' || key0 === 'given' || key0 === 'steps')) {
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
    if (data.story !== undefined) {
      if (typeof data.story !== 'string') {
        const err2 = {
          instancePath: instancePath + '/story',
          schemaPath: '#/properties/story/type',
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
    if (data.files !== undefined) {
      let data1 = data.files;
      if (Array.isArray(data1)) {
        if (data1.length < 1) {
          const err3 = {
            instancePath: instancePath + '/files',
            schemaPath: '#/properties/files/minItems',
            keyword: 'minItems',
            params: { limit: 1 },
            message: 'must NOT have fewer than 1 items',
          };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        const len0 = data1.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (typeof data1[i0] !== 'string') {
            const err4 = {
              instancePath: instancePath + '/files/' + i0,
              schemaPath: '#/properties/files/items/type',
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
      } else {
        const err5 = {
          instancePath: instancePath + '/files',
          schemaPath: '#/properties/files/type',
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
    if (data.given !== undefined) {
      let data3 = data.given;
      if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
        for (const key1 in data3) {
          if (!func1.call(schema19.properties.given.properties, key1)) {
            const err6 = {
              instancePath: instancePath + '/given',
              schemaPath: '#/properties/given/additionalProperties',
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
        if (data3.account !== undefined) {
          if (typeof data3.account !== 'string') {
            const err7 = {
              instancePath: instancePath + '/given/account',
              schemaPath: '#/properties/given/properties/account/type',
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
        if (data3.snapshot !== undefined) {
          if (typeof data3.snapshot !== 'string') {
            const err8 = {
              instancePath: instancePath + '/given/snapshot',
              schemaPath: '#/properties/given/properties/snapshot/type',
              keyword: 'type',
              params: { type: 'string' },
              message: 'must be string',
            };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
        if (data3.now !== undefined) {
          let data6 = data3.now;
          if (typeof data6 === 'string') {
            if (!pattern3.test(data6)) {
              const err9 = {
                instancePath: instancePath + '/given/now',
                schemaPath: '#/properties/given/properties/now/pattern',
                keyword: 'pattern',
                params: { pattern: '^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2})?$' },
                message: 'must match pattern "' + '^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2})?$' + '"',
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
              instancePath: instancePath + '/given/now',
              schemaPath: '#/properties/given/properties/now/type',
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
        if (data3.contacts !== undefined) {
          let data7 = data3.contacts;
          if (Array.isArray(data7)) {
            const len1 = data7.length;
            for (let i1 = 0; i1 < len1; i1++) {
              let data8 = data7[i1];
              if (
                typeof data8 !== 'string' &&
                !(data8 && typeof data8 == 'object' && !Array.isArray(data8))
              ) {
                const err11 = {
                  instancePath: instancePath + '/given/contacts/' + i1,
                  schemaPath: '#/properties/given/properties/contacts/items/type',
                  keyword: 'type',
                  params: { type: schema19.properties.given.properties.contacts.items.type },
                  message: 'must be string,object',
                };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
              if (data8 && typeof data8 == 'object' && !Array.isArray(data8)) {
                if (data8.email === undefined) {
                  const err12 = {
                    instancePath: instancePath + '/given/contacts/' + i1,
                    schemaPath: '#/properties/given/properties/contacts/items/required',
                    keyword: 'required',
                    params: { missingProperty: 'email' },
                    message: "must have required property '" + 'email' + "'",
                  };
                  if (vErrors === null) {
                    vErrors = [err12];
                  } else {
                    vErrors.push(err12);
                  }
                  errors++;
                }
                for (const key2 in data8) {
                  if (
                    !(
                      key2 === 'email' ||
                      key2 === 'optedOut' ||
                      key2 === 'bounced' ||
                      key2 === 'owner' ||
                      key2 === 'properties'
                    )
                  ) {
                    const err13 = {
                      instancePath: instancePath + '/given/contacts/' + i1,
                      schemaPath: '#/properties/given/properties/contacts/items/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key2 },
                      message: 'must NOT have additional properties',
                    };
                    if (vErrors === null) {
                      vErrors = [err13];
                    } else {
                      vErrors.push(err13);
                    }
                    errors++;
                  }
                }
                if (data8.email !== undefined) {
                  if (typeof data8.email !== 'string') {
                    const err14 = {
                      instancePath: instancePath + '/given/contacts/' + i1 + '/email',
                      schemaPath: '#/properties/given/properties/contacts/items/properties/email/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string',
                    };
                    if (vErrors === null) {
                      vErrors = [err14];
                    } else {
                      vErrors.push(err14);
                    }
                    errors++;
                  }
                }
                if (data8.optedOut !== undefined) {
                  if (typeof data8.optedOut !== 'boolean') {
                    const err15 = {
                      instancePath: instancePath + '/given/contacts/' + i1 + '/optedOut',
                      schemaPath: '#/properties/given/properties/contacts/items/properties/optedOut/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean',
                    };
                    if (vErrors === null) {
                      vErrors = [err15];
                    } else {
                      vErrors.push(err15);
                    }
                    errors++;
                  }
                }
                if (data8.bounced !== undefined) {
                  if (typeof data8.bounced !== 'boolean') {
                    const err16 = {
                      instancePath: instancePath + '/given/contacts/' + i1 + '/bounced',
                      schemaPath: '#/properties/given/properties/contacts/items/properties/bounced/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean',
                    };
                    if (vErrors === null) {
                      vErrors = [err16];
                    } else {
                      vErrors.push(err16);
                    }
                    errors++;
                  }
                }
                if (data8.owner !== undefined) {
                  if (typeof data8.owner !== 'string') {
                    const err17 = {
                      instancePath: instancePath + '/given/contacts/' + i1 + '/owner',
                      schemaPath: '#/properties/given/properties/contacts/items/properties/owner/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string',
                    };
                    if (vErrors === null) {
                      vErrors = [err17];
                    } else {
                      vErrors.push(err17);
                    }
                    errors++;
                  }
                }
                if (data8.properties !== undefined) {
                  let data13 = data8.properties;
                  if (data13 && typeof data13 == 'object' && !Array.isArray(data13)) {
                    for (const key3 in data13) {
                      let data14 = data13[key3];
                      if (
                        typeof data14 !== 'string' &&
                        !(typeof data14 == 'number' && isFinite(data14)) &&
                        typeof data14 !== 'boolean'
                      ) {
                        const err18 = {
                          instancePath:
                            instancePath +
                            '/given/contacts/' +
                            i1 +
                            '/properties/' +
                            key3.replace(/~/g, '~0').replace(/\//g, '~1'),
                          schemaPath:
                            '#/properties/given/properties/contacts/items/properties/properties/additionalProperties/type',
                          keyword: 'type',
                          params: {
                            type: schema19.properties.given.properties.contacts.items.properties.properties
                              .additionalProperties.type,
                          },
                          message: 'must be string,number,boolean',
                        };
                        if (vErrors === null) {
                          vErrors = [err18];
                        } else {
                          vErrors.push(err18);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err19 = {
                      instancePath: instancePath + '/given/contacts/' + i1 + '/properties',
                      schemaPath: '#/properties/given/properties/contacts/items/properties/properties/type',
                      keyword: 'type',
                      params: { type: 'object' },
                      message: 'must be object',
                    };
                    if (vErrors === null) {
                      vErrors = [err19];
                    } else {
                      vErrors.push(err19);
                    }
                    errors++;
                  }
                }
              }
            }
          } else {
            const err20 = {
              instancePath: instancePath + '/given/contacts',
              schemaPath: '#/properties/given/properties/contacts/type',
              keyword: 'type',
              params: { type: 'array' },
              message: 'must be array',
            };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
        if (data3.optedOut !== undefined) {
          let data15 = data3.optedOut;
          if (Array.isArray(data15)) {
            const len2 = data15.length;
            for (let i2 = 0; i2 < len2; i2++) {
              let data16 = data15[i2];
              if (
                typeof data16 !== 'string' &&
                !(typeof data16 == 'number' && !(data16 % 1) && !isNaN(data16) && isFinite(data16))
              ) {
                const err21 = {
                  instancePath: instancePath + '/given/optedOut/' + i2,
                  schemaPath: '#/properties/given/properties/optedOut/items/type',
                  keyword: 'type',
                  params: { type: schema19.properties.given.properties.optedOut.items.type },
                  message: 'must be string,integer',
                };
                if (vErrors === null) {
                  vErrors = [err21];
                } else {
                  vErrors.push(err21);
                }
                errors++;
              }
            }
          } else {
            const err22 = {
              instancePath: instancePath + '/given/optedOut',
              schemaPath: '#/properties/given/properties/optedOut/type',
              keyword: 'type',
              params: { type: 'array' },
              message: 'must be array',
            };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data3.owners !== undefined) {
          let data17 = data3.owners;
          if (Array.isArray(data17)) {
            const len3 = data17.length;
            for (let i3 = 0; i3 < len3; i3++) {
              let data18 = data17[i3];
              if (data18 && typeof data18 == 'object' && !Array.isArray(data18)) {
                if (data18.email === undefined) {
                  const err23 = {
                    instancePath: instancePath + '/given/owners/' + i3,
                    schemaPath: '#/properties/given/properties/owners/items/required',
                    keyword: 'required',
                    params: { missingProperty: 'email' },
                    message: "must have required property '" + 'email' + "'",
                  };
                  if (vErrors === null) {
                    vErrors = [err23];
                  } else {
                    vErrors.push(err23);
                  }
                  errors++;
                }
                for (const key4 in data18) {
                  if (!(key4 === 'email' || key4 === 'inbox' || key4 === 'seat' || key4 === 'dailyLimit')) {
                    const err24 = {
                      instancePath: instancePath + '/given/owners/' + i3,
                      schemaPath: '#/properties/given/properties/owners/items/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key4 },
                      message: 'must NOT have additional properties',
                    };
                    if (vErrors === null) {
                      vErrors = [err24];
                    } else {
                      vErrors.push(err24);
                    }
                    errors++;
                  }
                }
                if (data18.email !== undefined) {
                  if (typeof data18.email !== 'string') {
                    const err25 = {
                      instancePath: instancePath + '/given/owners/' + i3 + '/email',
                      schemaPath: '#/properties/given/properties/owners/items/properties/email/type',
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
                if (data18.inbox !== undefined) {
                  if (typeof data18.inbox !== 'boolean') {
                    const err26 = {
                      instancePath: instancePath + '/given/owners/' + i3 + '/inbox',
                      schemaPath: '#/properties/given/properties/owners/items/properties/inbox/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean',
                    };
                    if (vErrors === null) {
                      vErrors = [err26];
                    } else {
                      vErrors.push(err26);
                    }
                    errors++;
                  }
                }
                if (data18.seat !== undefined) {
                  if (typeof data18.seat !== 'boolean') {
                    const err27 = {
                      instancePath: instancePath + '/given/owners/' + i3 + '/seat',
                      schemaPath: '#/properties/given/properties/owners/items/properties/seat/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean',
                    };
                    if (vErrors === null) {
                      vErrors = [err27];
                    } else {
                      vErrors.push(err27);
                    }
                    errors++;
                  }
                }
                if (data18.dailyLimit !== undefined) {
                  let data22 = data18.dailyLimit;
                  if (!(typeof data22 == 'number' && !(data22 % 1) && !isNaN(data22) && isFinite(data22))) {
                    const err28 = {
                      instancePath: instancePath + '/given/owners/' + i3 + '/dailyLimit',
                      schemaPath: '#/properties/given/properties/owners/items/properties/dailyLimit/type',
                      keyword: 'type',
                      params: { type: 'integer' },
                      message: 'must be integer',
                    };
                    if (vErrors === null) {
                      vErrors = [err28];
                    } else {
                      vErrors.push(err28);
                    }
                    errors++;
                  }
                  if (typeof data22 == 'number' && isFinite(data22)) {
                    if (data22 < 0 || isNaN(data22)) {
                      const err29 = {
                        instancePath: instancePath + '/given/owners/' + i3 + '/dailyLimit',
                        schemaPath:
                          '#/properties/given/properties/owners/items/properties/dailyLimit/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0',
                      };
                      if (vErrors === null) {
                        vErrors = [err29];
                      } else {
                        vErrors.push(err29);
                      }
                      errors++;
                    }
                  }
                }
              } else {
                const err30 = {
                  instancePath: instancePath + '/given/owners/' + i3,
                  schemaPath: '#/properties/given/properties/owners/items/type',
                  keyword: 'type',
                  params: { type: 'object' },
                  message: 'must be object',
                };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
            }
          } else {
            const err31 = {
              instancePath: instancePath + '/given/owners',
              schemaPath: '#/properties/given/properties/owners/type',
              keyword: 'type',
              params: { type: 'array' },
              message: 'must be array',
            };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
        }
        if (data3.sequences !== undefined) {
          let data23 = data3.sequences;
          if (Array.isArray(data23)) {
            const len4 = data23.length;
            for (let i4 = 0; i4 < len4; i4++) {
              let data24 = data23[i4];
              if (data24 && typeof data24 == 'object' && !Array.isArray(data24)) {
                if (data24.id === undefined) {
                  const err32 = {
                    instancePath: instancePath + '/given/sequences/' + i4,
                    schemaPath: '#/properties/given/properties/sequences/items/required',
                    keyword: 'required',
                    params: { missingProperty: 'id' },
                    message: "must have required property '" + 'id' + "'",
                  };
                  if (vErrors === null) {
                    vErrors = [err32];
                  } else {
                    vErrors.push(err32);
                  }
                  errors++;
                }
                if (data24.emails === undefined) {
                  const err33 = {
                    instancePath: instancePath + '/given/sequences/' + i4,
                    schemaPath: '#/properties/given/properties/sequences/items/required',
                    keyword: 'required',
                    params: { missingProperty: 'emails' },
                    message: "must have required property '" + 'emails' + "'",
                  };
                  if (vErrors === null) {
                    vErrors = [err33];
                  } else {
                    vErrors.push(err33);
                  }
                  errors++;
                }
                for (const key5 in data24) {
                  if (!(key5 === 'id' || key5 === 'name' || key5 === 'emails' || key5 === 'ends')) {
                    const err34 = {
                      instancePath: instancePath + '/given/sequences/' + i4,
                      schemaPath: '#/properties/given/properties/sequences/items/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key5 },
                      message: 'must NOT have additional properties',
                    };
                    if (vErrors === null) {
                      vErrors = [err34];
                    } else {
                      vErrors.push(err34);
                    }
                    errors++;
                  }
                }
                if (data24.id !== undefined) {
                  let data25 = data24.id;
                  if (
                    typeof data25 !== 'string' &&
                    !(typeof data25 == 'number' && !(data25 % 1) && !isNaN(data25) && isFinite(data25))
                  ) {
                    const err35 = {
                      instancePath: instancePath + '/given/sequences/' + i4 + '/id',
                      schemaPath: '#/properties/given/properties/sequences/items/properties/id/type',
                      keyword: 'type',
                      params: {
                        type: schema19.properties.given.properties.sequences.items.properties.id.type,
                      },
                      message: 'must be string,integer',
                    };
                    if (vErrors === null) {
                      vErrors = [err35];
                    } else {
                      vErrors.push(err35);
                    }
                    errors++;
                  }
                }
                if (data24.name !== undefined) {
                  if (typeof data24.name !== 'string') {
                    const err36 = {
                      instancePath: instancePath + '/given/sequences/' + i4 + '/name',
                      schemaPath: '#/properties/given/properties/sequences/items/properties/name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string',
                    };
                    if (vErrors === null) {
                      vErrors = [err36];
                    } else {
                      vErrors.push(err36);
                    }
                    errors++;
                  }
                }
                if (data24.emails !== undefined) {
                  let data27 = data24.emails;
                  if (Array.isArray(data27)) {
                    if (data27.length < 1) {
                      const err37 = {
                        instancePath: instancePath + '/given/sequences/' + i4 + '/emails',
                        schemaPath:
                          '#/properties/given/properties/sequences/items/properties/emails/minItems',
                        keyword: 'minItems',
                        params: { limit: 1 },
                        message: 'must NOT have fewer than 1 items',
                      };
                      if (vErrors === null) {
                        vErrors = [err37];
                      } else {
                        vErrors.push(err37);
                      }
                      errors++;
                    }
                    const len5 = data27.length;
                    for (let i5 = 0; i5 < len5; i5++) {
                      let data28 = data27[i5];
                      if (typeof data28 == 'number' && isFinite(data28)) {
                        if (data28 < 0 || isNaN(data28)) {
                          const err38 = {
                            instancePath: instancePath + '/given/sequences/' + i4 + '/emails/' + i5,
                            schemaPath:
                              '#/properties/given/properties/sequences/items/properties/emails/items/minimum',
                            keyword: 'minimum',
                            params: { comparison: '>=', limit: 0 },
                            message: 'must be >= 0',
                          };
                          if (vErrors === null) {
                            vErrors = [err38];
                          } else {
                            vErrors.push(err38);
                          }
                          errors++;
                        }
                      } else {
                        const err39 = {
                          instancePath: instancePath + '/given/sequences/' + i4 + '/emails/' + i5,
                          schemaPath:
                            '#/properties/given/properties/sequences/items/properties/emails/items/type',
                          keyword: 'type',
                          params: { type: 'number' },
                          message: 'must be number',
                        };
                        if (vErrors === null) {
                          vErrors = [err39];
                        } else {
                          vErrors.push(err39);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err40 = {
                      instancePath: instancePath + '/given/sequences/' + i4 + '/emails',
                      schemaPath: '#/properties/given/properties/sequences/items/properties/emails/type',
                      keyword: 'type',
                      params: { type: 'array' },
                      message: 'must be array',
                    };
                    if (vErrors === null) {
                      vErrors = [err40];
                    } else {
                      vErrors.push(err40);
                    }
                    errors++;
                  }
                }
                if (data24.ends !== undefined) {
                  let data29 = data24.ends;
                  if (typeof data29 == 'number' && isFinite(data29)) {
                    if (data29 < 0 || isNaN(data29)) {
                      const err41 = {
                        instancePath: instancePath + '/given/sequences/' + i4 + '/ends',
                        schemaPath: '#/properties/given/properties/sequences/items/properties/ends/minimum',
                        keyword: 'minimum',
                        params: { comparison: '>=', limit: 0 },
                        message: 'must be >= 0',
                      };
                      if (vErrors === null) {
                        vErrors = [err41];
                      } else {
                        vErrors.push(err41);
                      }
                      errors++;
                    }
                  } else {
                    const err42 = {
                      instancePath: instancePath + '/given/sequences/' + i4 + '/ends',
                      schemaPath: '#/properties/given/properties/sequences/items/properties/ends/type',
                      keyword: 'type',
                      params: { type: 'number' },
                      message: 'must be number',
                    };
                    if (vErrors === null) {
                      vErrors = [err42];
                    } else {
                      vErrors.push(err42);
                    }
                    errors++;
                  }
                }
              } else {
                const err43 = {
                  instancePath: instancePath + '/given/sequences/' + i4,
                  schemaPath: '#/properties/given/properties/sequences/items/type',
                  keyword: 'type',
                  params: { type: 'object' },
                  message: 'must be object',
                };
                if (vErrors === null) {
                  vErrors = [err43];
                } else {
                  vErrors.push(err43);
                }
                errors++;
              }
            }
          } else {
            const err44 = {
              instancePath: instancePath + '/given/sequences',
              schemaPath: '#/properties/given/properties/sequences/type',
              keyword: 'type',
              params: { type: 'array' },
              message: 'must be array',
            };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
        }
        if (data3.workflows !== undefined) {
          let data30 = data3.workflows;
          if (Array.isArray(data30)) {
            const len6 = data30.length;
            for (let i6 = 0; i6 < len6; i6++) {
              let data31 = data30[i6];
              if (data31 && typeof data31 == 'object' && !Array.isArray(data31)) {
                if (data31.id === undefined) {
                  const err45 = {
                    instancePath: instancePath + '/given/workflows/' + i6,
                    schemaPath: '#/properties/given/properties/workflows/items/required',
                    keyword: 'required',
                    params: { missingProperty: 'id' },
                    message: "must have required property '" + 'id' + "'",
                  };
                  if (vErrors === null) {
                    vErrors = [err45];
                  } else {
                    vErrors.push(err45);
                  }
                  errors++;
                }
                for (const key6 in data31) {
                  if (!(key6 === 'id' || key6 === 'name' || key6 === 'enabled')) {
                    const err46 = {
                      instancePath: instancePath + '/given/workflows/' + i6,
                      schemaPath: '#/properties/given/properties/workflows/items/additionalProperties',
                      keyword: 'additionalProperties',
                      params: { additionalProperty: key6 },
                      message: 'must NOT have additional properties',
                    };
                    if (vErrors === null) {
                      vErrors = [err46];
                    } else {
                      vErrors.push(err46);
                    }
                    errors++;
                  }
                }
                if (data31.id !== undefined) {
                  let data32 = data31.id;
                  if (
                    typeof data32 !== 'string' &&
                    !(typeof data32 == 'number' && !(data32 % 1) && !isNaN(data32) && isFinite(data32))
                  ) {
                    const err47 = {
                      instancePath: instancePath + '/given/workflows/' + i6 + '/id',
                      schemaPath: '#/properties/given/properties/workflows/items/properties/id/type',
                      keyword: 'type',
                      params: {
                        type: schema19.properties.given.properties.workflows.items.properties.id.type,
                      },
                      message: 'must be string,integer',
                    };
                    if (vErrors === null) {
                      vErrors = [err47];
                    } else {
                      vErrors.push(err47);
                    }
                    errors++;
                  }
                }
                if (data31.name !== undefined) {
                  if (typeof data31.name !== 'string') {
                    const err48 = {
                      instancePath: instancePath + '/given/workflows/' + i6 + '/name',
                      schemaPath: '#/properties/given/properties/workflows/items/properties/name/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string',
                    };
                    if (vErrors === null) {
                      vErrors = [err48];
                    } else {
                      vErrors.push(err48);
                    }
                    errors++;
                  }
                }
                if (data31.enabled !== undefined) {
                  if (typeof data31.enabled !== 'boolean') {
                    const err49 = {
                      instancePath: instancePath + '/given/workflows/' + i6 + '/enabled',
                      schemaPath: '#/properties/given/properties/workflows/items/properties/enabled/type',
                      keyword: 'type',
                      params: { type: 'boolean' },
                      message: 'must be boolean',
                    };
                    if (vErrors === null) {
                      vErrors = [err49];
                    } else {
                      vErrors.push(err49);
                    }
                    errors++;
                  }
                }
              } else {
                const err50 = {
                  instancePath: instancePath + '/given/workflows/' + i6,
                  schemaPath: '#/properties/given/properties/workflows/items/type',
                  keyword: 'type',
                  params: { type: 'object' },
                  message: 'must be object',
                };
                if (vErrors === null) {
                  vErrors = [err50];
                } else {
                  vErrors.push(err50);
                }
                errors++;
              }
            }
          } else {
            const err51 = {
              instancePath: instancePath + '/given/workflows',
              schemaPath: '#/properties/given/properties/workflows/type',
              keyword: 'type',
              params: { type: 'array' },
              message: 'must be array',
            };
            if (vErrors === null) {
              vErrors = [err51];
            } else {
              vErrors.push(err51);
            }
            errors++;
          }
        }
        if (data3.files !== undefined) {
          let data35 = data3.files;
          if (data35 && typeof data35 == 'object' && !Array.isArray(data35)) {
            for (const key7 in data35) {
              if (typeof data35[key7] !== 'string') {
                const err52 = {
                  instancePath:
                    instancePath + '/given/files/' + key7.replace(/~/g, '~0').replace(/\//g, '~1'),
                  schemaPath: '#/properties/given/properties/files/additionalProperties/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string',
                };
                if (vErrors === null) {
                  vErrors = [err52];
                } else {
                  vErrors.push(err52);
                }
                errors++;
              }
            }
          } else {
            const err53 = {
              instancePath: instancePath + '/given/files',
              schemaPath: '#/properties/given/properties/files/type',
              keyword: 'type',
              params: { type: 'object' },
              message: 'must be object',
            };
            if (vErrors === null) {
              vErrors = [err53];
            } else {
              vErrors.push(err53);
            }
            errors++;
          }
        }
      } else {
        const err54 = {
          instancePath: instancePath + '/given',
          schemaPath: '#/properties/given/type',
          keyword: 'type',
          params: { type: 'object' },
          message: 'must be object',
        };
        if (vErrors === null) {
          vErrors = [err54];
        } else {
          vErrors.push(err54);
        }
        errors++;
      }
    }
    if (data.steps !== undefined) {
      let data37 = data.steps;
      if (Array.isArray(data37)) {
        if (data37.length < 1) {
          const err55 = {
            instancePath: instancePath + '/steps',
            schemaPath: '#/properties/steps/minItems',
            keyword: 'minItems',
            params: { limit: 1 },
            message: 'must NOT have fewer than 1 items',
          };
          if (vErrors === null) {
            vErrors = [err55];
          } else {
            vErrors.push(err55);
          }
          errors++;
        }
        const len7 = data37.length;
        for (let i7 = 0; i7 < len7; i7++) {
          if (
            !validate53(data37[i7], {
              instancePath: instancePath + '/steps/' + i7,
              parentData: data37,
              parentDataProperty: i7,
              rootData,
              dynamicAnchors,
            })
          ) {
            vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err56 = {
          instancePath: instancePath + '/steps',
          schemaPath: '#/properties/steps/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err56];
        } else {
          vErrors.push(err56);
        }
        errors++;
      }
    }
  } else {
    const err57 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err57];
    } else {
      vErrors.push(err57);
    }
    errors++;
  }
  validate52.errors = vErrors;
  return errors === 0;
}
validate52.evaluated = { props: true, dynamicProps: false, dynamicItems: false };
