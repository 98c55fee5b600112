/**
 * The pages that are generated, each with the script (and its arguments) that prints it. `npm run docs` writes
 * them, `npm run check` compares them. One line each.
 *
 * @type {import('./docs-fresh.mjs').GeneratedDoc[]}
 */
export const generatedDocs = []
