/** A fictitious API in OpenAPI 3.1, with what the harness must read of documents other than COS's. */
export const orchard = {
  openapi: '3.1.0',
  info: { title: 'Orchard', version: '1' },
  servers: [{ url: 'http://{host}:{port}/v1/', variables: { host: { default: '127.0.0.1' }, port: { default: '9' } } }],
  paths: {
    '/trees/{tree-id}': {
      parameters: [
        { $ref: '#/components/parameters/TreeId' },
        { name: 'detail', in: 'query', schema: { type: 'string' } },
      ],
      get: {
        operationId: 'getTree',
        parameters: [
          { name: 'detail', in: 'query', required: true, schema: { type: 'string' } },
          { name: 'session', in: 'cookie', schema: { type: 'string' } },
        ],
        responses: {
          '200': { $ref: '#/components/responses/Tree' },
          '2xx': { description: 'Text', content: { 'text/*': { schema: { type: 'string' } } } },
          '304': { description: 'As before' },
          default: {
            description: 'Anything else',
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
      patch: {
        servers: [{ url: 'http://localhost:7/patches' }],
        requestBody: { $ref: '#/components/requestBodies/Tree' },
        responses: { '204': { description: 'Done' } },
      },
    },
    '/notes': {
      servers: [{ url: 'http://[::1]:8' }],
      post: {
        operationId: 'writeNote',
        parameters: [{ name: 'idempotency-key', in: 'header', schema: { type: 'string' } }],
        requestBody: { content: { 'text/plain': {}, 'text/csv': {} } },
        responses: { '201': { description: 'Written' } },
      },
    },
    '/forms': {
      post: {
        operationId: 'sendForm',
        requestBody: {
          required: true,
          content: { 'application/x-www-form-urlencoded': { schema: { $ref: '#/components/schemas/Order' } } },
        },
        responses: { '200': { description: 'Sent' }, '4XX': { description: 'Refused' } },
      },
    },
  },
  components: {
    parameters: { TreeId: { name: 'tree-id', in: 'path', required: true, schema: { type: 'string' } } },
    requestBodies: {
      Tree: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Tree' } } } },
    },
    responses: {
      Tree: {
        description: 'A tree',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Tree' } } },
      },
    },
    schemas: {
      Tree: {
        type: 'object',
        required: ['id', 'kind', 'code'],
        properties: {
          id: { type: 'integer', readOnly: true },
          kind: { enum: ['apple', 'pear'] },
          code: { type: 'string', writeOnly: true },
          label: { type: 'string', pattern: '^(a+)+$' },
          parent: { anyOf: [{ $ref: '#/components/schemas/Tree' }, { type: 'null' }] },
        },
      },
      Problem: {
        type: 'object',
        required: ['title'],
        properties: { title: { type: 'string' } },
        dependentRequired: { status: ['detail'] },
      },
      Order: {
        type: 'object',
        required: ['count'],
        properties: {
          count: { type: 'integer', minimum: 1 },
          kinds: { type: 'array', items: { $ref: '#/components/schemas/Tree/properties/kind' } },
        },
      },
    },
  },
};

/**
 * One in OpenAPI 3.0, with `nullable` in each of the ways in which it is written, and limits that are exclusive by a
 * boolean.
 */
export const cellar = {
  openapi: '3.0.3',
  info: { title: 'Cellar', version: '1' },
  servers: [{ url: 'http://127.0.0.1:9' }],
  paths: {
    '/barrels': {
      get: {
        operationId: 'getBarrel',
        responses: {
          '200': {
            description: 'A barrel',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Barrel' } } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Barrel: {
        type: 'object',
        // Draft 2020-12 has this keyword, 3.0 does not.
        dependentRequired: { wood: ['label'] },
        properties: {
          label: { type: 'string', nullable: true },
          wood: { type: 'string' },
          origin: { nullable: true, allOf: [{ $ref: '#/components/schemas/Origin' }] },
          volume: { type: 'number', minimum: 0, exclusiveMinimum: true },
        },
      },
      Origin: { type: 'object', required: ['place'], properties: { place: { type: 'string' } } },
    },
  },
};
