import { inflateSync } from 'node:zlib'
import { mint } from '@symbolon/token'
import * as fflate from 'fflate'
import * as pako from 'pako'
import { inflate } from '../packages/token/dist/bytes/inflate.js'
import { certificate, claims007 } from './samples.mjs'
import { versioned } from './versions.mjs'

const zlib = Array.from({ length: 64 }, (_, i) =>
  Buffer.from(mint(claims007(i), certificate).slice(3), 'base64'),
)
const out = Buffer.alloc(16_384)
const reading = (read) => () => (i) => read(zlib[i & 63])

export const title = 'inflate the payload of a 007 token'
export const contenders = [
  { name: 'our own, capped', load: reading((bytes) => inflate(bytes, bytes.length, out, 0)) },
  {
    name: 'node:zlib, capped',
    load: reading((bytes) => inflateSync(bytes, { maxOutputLength: 16_384 })),
  },
  { name: versioned('fflate'), load: reading((bytes) => fflate.unzlibSync(bytes)) },
  { name: versioned('pako'), load: reading((bytes) => pako.inflate(bytes)) },
]
