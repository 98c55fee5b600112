// Budgets of the token library as a browser loads it: bundled, minified, brotli. @noble/hashes, the sentences
// of `explain` and the drop-ins for npm packages are not counted. Checked by `npm run check -- size`.

const uncounted = {
  name: 'uncounted',
  setup(build) {
    build.onResolve({ filter: /^@noble\/hashes\// }, external)
    build.onResolve({ filter: /\/texts(\.js|\/)/ }, external)
  },
}

const external = ({ path }) => ({ path, external: true })

const modifyEsbuildConfig = (config) => ({
  ...config,
  platform: 'browser',
  target: 'es2022',
  plugins: [...(config.plugins ?? []), uncounted],
})

const index = 'packages/token/dist/index.js'

export default [
  { name: 'inspect and verify', path: index, import: '{ inspect, verify }', limit: '5 kB' },
  { name: 'everything', path: index, import: '*', limit: '8 kB' },
  {
    name: './inspect',
    path: 'packages/token/dist/inspect.js',
    import: '{ inspect }',
    limit: '3 kB',
  },
].map((budget) => ({ ...budget, brotli: true, modifyEsbuildConfig }))
