// The least that records each token before it leaves: what no server with a ledger and an audit in SQLite gets below. No
// framework, policy, limits, scopes, CORS, log or metrics; a body is believed; every statement is prepared once.
import '../http/report-cpu.mjs'
import { hash } from 'node:crypto'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mintSigned } from '../../packages/token/dist/index.js'
import { appId, certificate } from '../samples.mjs'

const require = createRequire(new URL('../../packages/server/package.json', import.meta.url))
const { DatabaseSync } = require('@photostructure/sqlite')

const [, , port, kept] = process.argv
const database = new DatabaseSync(join(process.env.SYMBOLON_DATA_DIR, 'symbolon.db'))
globalThis.database = database // its statements do not keep it from being collected
database.exec(`
  pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000;
  create table audit (chain text not null, seq integer not null, at integer not null, action text not null,
    body text not null, hash text not null, primary key (chain, seq));
  create table grants (position integer primary key, token_id text not null, app_id text not null,
    channel text not null, subject text not null, publishes integer not null, issued_at integer not null,
    expires_at integer not null, certificate_id text not null, caller_id text not null);
  create index grants_of_project on grants (app_id, expires_at);
  create index grants_in_channel on grants (app_id, channel, expires_at);
  create index grants_of_subject on grants (app_id, subject, expires_at)`)
const begin = database.prepare('begin immediate')
const commit = database.prepare('commit')
const note = database.prepare('insert into audit values (?, ?, ?, ?, ?, ?)')
const grant = database.prepare('insert into grants values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?)')

let before = '0'.repeat(64)
let seq = 0
let waiting = []

function write() {
  const group = waiting
  waiting = []
  begin.run()
  for (const { tokenId, at, service } of group) {
    const about = { tokenId, certificateId: 'c_1', asked: service, expiresAt: at + 3600, policy: 1 }
    const body = JSON.stringify({ chain: appId, seq: ++seq, at, action: 'token.issued', about })
    before = hash('sha256', `${before}\n${body}`)
    note.run(appId, seq, at, 'token.issued', body, before)
    if (kept !== 'audit') {
      const { channel, uid } = service
      grant.run(tokenId, appId, channel, uid, 1, at, at + 3600, 'c_1', 'k_1')
    }
  }
  commit.run()
  for (const { answer } of group) answer()
}

const life = { joinChannel: 3600, publishAudio: 3600, publishVideo: 3600, publishData: 3600 }

function issue({ channel, uid, authorization = '' }, response) {
  hash('sha256', authorization)
  const at = Math.floor(Date.now() / 1000)
  const service = { type: 'rtc', channel, uid, privileges: life }
  const claims = { version: '007', appId, issuedAt: at, expiresInSeconds: 3600 }
  const { token, signature } = mintSigned({ ...claims, services: [service] }, certificate)
  const answer = () => {
    const body = JSON.stringify({ token, expiresAt: at + 3600 })
    response.writeHead(200, { 'cache-control': 'no-store', 'content-length': body.length })
    response.end(body)
  }
  if (waiting.push({ tokenId: hash('sha256', signature).slice(0, 32), at, service, answer }) === 1)
    setImmediate(write)
}

createServer((request, response) => {
  const { authorization } = request.headers
  if (request.method === 'GET') {
    const [, , channel = 'c', , , uid = '1'] = request.url.split('/')
    issue({ channel, uid, authorization }, response)
    return
  }
  let text = ''
  request.on('data', (data) => {
    text += data
  })
  request.on('end', () => {
    const { channel, uid } = JSON.parse(text).rtc
    issue({ channel, uid: String(uid), authorization }, response)
  })
}).listen(Number(port), '127.0.0.1')
