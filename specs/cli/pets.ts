import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from '@playwright/test';
import { stringify } from 'yaml';

const petJson = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } };
/** Returns the OpenAPI document of an API that is not the bank's. */
export const petsOpenapi = (baseUrl: string) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: baseUrl }],
  paths: {
    '/pets': {
      post: {
        operationId: 'addPet',
        requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['name'] } } } },
        responses: { 201: { description: 'Added', content: petJson } },
      },
    },
    '/pets/{petId}': {
      get: {
        operationId: 'getPet',
        parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: { 200: { description: 'A pet', content: petJson } },
      },
    },
  },
  components: {
    schemas: {
      Pet: {
        type: 'object',
        required: ['id', 'name'],
        properties: { id: { type: 'integer' }, name: { type: 'string' } },
      },
    },
  },
});

/** Returns an Arazzo document for that API: a pet is added and read. */
export const petsArazzo = () => ({
  arazzo: '1.0.1',
  info: { title: 'Pets', version: '1' },
  sourceDescriptions: [{ name: 'pets', url: './pets.openapi.yaml', type: 'openapi' }],
  workflows: [
    {
      workflowId: 'adopt',
      inputs: { type: 'object', properties: { name: { type: 'string', default: 'Rex' } } },
      steps: [
        {
          stepId: 'add',
          operationId: 'addPet',
          requestBody: { payload: { name: '$inputs.name' } },
          successCriteria: [{ condition: '$statusCode == 201' }],
          outputs: { id: '$response.body#/id' },
        },
        {
          stepId: 'get',
          operationPath: '{$sourceDescriptions.pets.url}#/paths/~1pets~1{petId}/get',
          parameters: [{ name: 'petId', in: 'path', value: '$steps.add.outputs.id' }],
          successCriteria: [{ condition: "$response.body#/name == 'rex' && !($statusCode != 200)" }],
        },
      ],
    },
  ],
});

/** Writes files into the test's folder and returns its path. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = test.info().outputPath('documents');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files))
    writeFileSync(`${folder}/${name}`, typeof content === 'string' ? content : stringify(content));
  return folder;
}
