// Budgets of the token library and the client as a browser loads them: bundled, minified, brotli. @noble/hashes, React, the
// sentences of `explain`, the drop-ins for npm packages, and what the client loads for other token servers alone are not
// counted. Checked by `npm run check -- size`.

const uncounted = {
  name: 'uncounted',
  setup(build) {
    build.onResolve({ filter: /^(@noble\/hashes\/.*|react)$/ }, external)
    build.onResolve({ filter: /^(@symbolon\/token\/inspect|\.\/dialects\.js)$/ }, external)
    build.onResolve({ filter: /\/(texts|outcomes|reported)(\.js|\/)/ }, external)
  },
}

const external = ({ path }) => ({ path, external: true })

const modifyEsbuildConfig = (config) => ({
  ...config,
  platform: 'browser',
  target: 'es2022',
  plugins: [...(config.plugins ?? []), uncounted],
})

/** Only in a module is a dynamic import what it is in a browser. */
const asModule = (config) => ({ ...modifyEsbuildConfig(config), format: 'esm' })

const index = 'packages/token/dist/index.js'
const withoutExplain =
  '{ inspect, verify, mint, storedBlock, dynamicKey, signalingToken, rtcToken, rtmToken, rtm2Token, ' +
  'chatToken, fpaToken, apaasToken, streamingToken, fcdnToken, convoAiToken, sttToken, matches, ' +
  'signatureMatches, crc32, parameterRules }'

// Why these and not 3, 5 and 8 kB: docs/decisions/token-library-size.md; the client: docs/decisions/client-size.md
export default [
  {
    name: './inspect',
    path: 'packages/token/dist/inspect.js',
    import: '{ inspect }',
    limit: '5.6 kB',
  },
  { name: 'inspect and verify', path: index, import: '{ inspect, verify }', limit: '9.4 kB' },
  { name: 'everything but explain', path: index, import: withoutExplain, limit: '14.2 kB' },
  { name: 'everything', path: index, import: '*', limit: '23.5 kB' },
  {
    name: 'client',
    path: 'packages/client/dist/index.js',
    import: '{ createTokenSource }',
    limit: '5 kB',
    modifyEsbuildConfig: asModule,
  },
  {
    name: 'client/push',
    path: 'packages/client/dist/push/index.js',
    import: '{ listenForPush }',
    limit: '2.5 kB',
    modifyEsbuildConfig: asModule,
  },
  {
    name: 'client/react, with the client and its adapter',
    path: 'packages/client/dist/react/index.js',
    import: '{ useToken, useAutoRenew }',
    limit: '7.3 kB',
    modifyEsbuildConfig: asModule,
  },
].map((budget) => ({ brotli: true, modifyEsbuildConfig, ...budget }))
