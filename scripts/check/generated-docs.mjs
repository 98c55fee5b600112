const print = 'packages/server/dist/docs/print.js'
const printEmulator = 'packages/emulator/dist/docs/print.js'

/**
 * The pages that are generated, each with the script (and its arguments) that prints it. `npm run docs` writes
 * them, `npm run check` compares them. One line each.
 *
 * @type {import('./docs-fresh.mjs').GeneratedDoc[]}
 */
export const generatedDocs = [
  { file: 'docs/configuration.md', command: [print, 'configuration'] },
  { file: 'docs/emulator/rules.md', command: [printEmulator, 'rules'] },
  { file: 'docs/emulator/uncertain.md', command: [printEmulator, 'uncertain'] },
  { file: 'docs/errors.md', command: [print, 'errors'] },
  { file: 'docs/openapi.json', command: [print, 'openapi'] },
]
