// Writes src/api/schema.d.ts from the committed OpenAPI document. Run after docs/openapi.json changed: npm run generate
import { readFile, writeFile } from 'node:fs/promises';
import openapi, { astToString } from 'openapi-typescript';

const document = new URL('../../../docs/openapi.json', import.meta.url);
const types = astToString(await openapi(JSON.parse(await readFile(document, 'utf8'))));
await writeFile(new URL('../src/api/schema.d.ts', import.meta.url), `// Generated from docs/openapi.json by \`npm run generate\`: do not edit.\n${types}`);
