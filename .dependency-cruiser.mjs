// Who may import whom (ARCHITECTURE.md). Checked on dist, where type imports are erased, by
// scripts/check/import-rules.mjs, which also makes sure that the modules were seen at all.

const token = '^packages/token/dist/'
const client = '^packages/client/dist/'
const clientReact = `${client}react/`
const tokenReader = `${token}inspect\\.js$`
const server = '^packages/server/dist/'
const emulator = '^packages/emulator/dist/'
const demo = '^packages/demo/dist/'
const core = `${emulator}((verify|admission|session|channel|virtual)/|(join|platform|control|clock|start-emulator)\\.js$)`
const edges = `${emulator}(wire|media|rest|control|notifications)/`
const steps = '(caller|policy|mint|record)/'
const nobleHashes = '(^|/)node_modules/@noble/hashes/'

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'token-stands-alone',
      comment: 'The token library imports itself, @noble/hashes and, where allowed, Node.',
      severity: 'error',
      from: { path: token },
      to: { pathNot: [token, nobleHashes], dependencyTypesNot: ['core'] },
    },
    {
      name: 'token-noble-in-portable-only',
      comment: 'Node has its own hashes; @noble/hashes stays behind the platform import condition.',
      severity: 'error',
      from: { path: token, pathNot: `${token}platform/portable\\.js$` },
      to: { path: nobleHashes },
    },
    {
      name: 'token-node-behind-condition-only',
      comment:
        'Everything but the Node platform and the drop-ins for npm packages runs in a browser.',
      severity: 'error',
      from: {
        path: token,
        pathNot: [
          `${token}platform/node\\.js$`,
          `${token}agora-(access-)?token\\.js$`,
          `${token}drop-in/`,
        ],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-stands-alone',
      comment:
        'The client runs in every browser: itself and the reader of tokens, nothing else, no Node.',
      severity: 'error',
      from: { path: client, pathNot: clientReact },
      to: { pathNot: [client, tokenReader] },
    },
    {
      name: 'client-react-needs-react-alone',
      comment: 'An optional peer: only who imports the hooks needs it.',
      severity: 'error',
      from: { path: clientReact },
      to: { pathNot: [client, '(^|/)node_modules/react/'] },
    },
    {
      name: 'client-without-react-otherwise',
      severity: 'error',
      from: { path: client, pathNot: clientReact },
      to: { path: clientReact },
    },
    {
      name: 'client-loads-the-reader-when-needed',
      comment: 'Only replies without an expiry need it, so it is imported dynamically.',
      severity: 'error',
      from: { path: client },
      to: { path: tokenReader, dynamic: false },
    },
    {
      name: 'server-below-cli',
      comment: 'Of ours, the server imports the token library alone.',
      severity: 'error',
      from: { path: server },
      to: { path: '^packages/', pathNot: [server, token] },
    },
    {
      name: 'emulator-below-cli',
      comment: 'Of ours, the emulator imports the token library alone.',
      severity: 'error',
      from: { path: emulator },
      to: { path: '^packages/', pathNot: [emulator, token] },
    },
    {
      name: 'demo-is-a-page',
      comment: 'The pages run in a browser; of ours they import what an app would.',
      severity: 'error',
      from: { path: demo },
      to: {
        path: '^packages/',
        pathNot: [demo, client, token, `${emulator}browser\\.js$`],
      },
    },
    {
      name: 'demo-without-node',
      comment: 'A bundler makes a page of it.',
      severity: 'error',
      from: { path: demo },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nobody-imports-the-demo',
      severity: 'error',
      from: { pathNot: [demo, clientReact] },
      to: { path: demo },
    },
    {
      name: 'emulator-core-without-sockets',
      comment: 'What decides knows neither a socket nor the SDK; the wire and its kin call it.',
      severity: 'error',
      from: { path: core },
      to: { path: [edges, '(^|/)node_modules/', '^(node:)?(net|http|https|tls|dgram)$'] },
    },
    {
      name: 'emulator-steps-apart',
      comment: 'verify → admit → session: the platform puts them together.',
      severity: 'error',
      from: { path: `${emulator}verify/` },
      to: { path: `${emulator}(admission|session|channel)/` },
    },
    {
      name: 'project-loads-no-server',
      comment:
        'Commands that mint and prove open a project, and should not wait for the server. Databases are loaded when one is opened.',
      severity: 'error',
      from: { path: `${server}project\\.js$` },
      to: {
        path: '(^|/)node_modules/(?!(kysely|@photostructure/sqlite|pg)/)',
        reachable: true,
      },
    },
    {
      name: 'steps-apart',
      comment:
        'A step takes the output of the step before from the spine; it calls neither steps nor dialects.',
      severity: 'error',
      from: { path: `${server}${steps}` },
      to: { path: `${server}(${steps.slice(1, -2)}|dialects)/`, pathNot: `${server}$1/` },
    },
    {
      name: 'only-the-spine-calls-steps',
      comment:
        'issue.ts calls the steps, and simulate.ts one of them; choose-steps.ts, app.ts, main.ts and open-projects.ts put them together.',
      severity: 'error',
      from: {
        path: server,
        pathNot: [
          `${server}${steps}`,
          `${server}(issue|app|main|choose-steps|open-projects|simulate)\\.js$`,
        ],
      },
      to: { path: `${server}${steps}` },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'declared-dependencies-only',
      comment:
        'What a package imports stands in its package.json, and not under devDependencies; the demo is bundled, and React a peer.',
      severity: 'error',
      from: { pathNot: [demo, clientReact] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
    {
      name: 'nothing-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'default'],
    },
    skipAnalysisNotInRules: false,
  },
}
