import { deflateSync } from 'node:zlib'
import { mint } from '@symbolon/token'
import * as fflate from 'fflate'
import * as pako from 'pako'
import { certificate, claims007 } from './samples.mjs'
import { versioned } from './versions.mjs'

const minting = (deflate) => () => (i) => mint(claims007(i), certificate, { deflate })

export const title = 'mint 007 with the encoder of another library'
export const contenders = [
  { name: 'our own', load: minting(undefined) },
  { name: 'node:zlib', load: minting(deflateSync) },
  { name: versioned('fflate'), load: minting((bytes) => fflate.zlibSync(bytes)) },
  { name: versioned('pako'), load: minting((bytes) => pako.deflate(bytes)) },
]
