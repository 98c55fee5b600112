// The least that Node can do: a constant of the size of a token, with the headers of ours.
import './report-cpu.mjs'
import { createServer } from 'node:http'

const body = JSON.stringify({ key: `006${'x'.repeat(141)}` })
const headers = {
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'content-type': 'application/json; charset=utf-8',
  'content-length': body.length,
}
createServer((_request, response) => {
  response.writeHead(200, headers).end(body)
}).listen(Number(process.argv[2]), '127.0.0.1')
