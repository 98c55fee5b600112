import { expect, test } from 'vitest'
import { startsKeyFrame } from '../../src/media/key-frame.ts'

const stapA = (...units: number[][]) => [
  0x78,
  ...units.flatMap((unit) => [0, unit.length, ...unit]),
]

test.each([
  ['vp8', 'key frame', [0x10, 0x50], true],
  ['vp8', 'frame that builds on others', [0x10, 0x51], false],
  ['vp8', 'later packet of a key frame', [0x00, 0x50], false],
  ['vp8', 'another partition', [0x11, 0x50], false],
  ['vp8', 'key frame with a 7-bit picture id', [0x90, 0x80, 0x11, 0x50], true],
  ['vp8', 'key frame with a 15-bit picture id', [0x90, 0x80, 0x91, 0x22, 0x50], true],
  ['vp8', 'key frame with all of the extension', [0x90, 0xf0, 0x91, 0x22, 1, 2, 0x50], true],
  ['vp8', 'the same, of a later frame', [0x90, 0xf0, 0x91, 0x22, 1, 2, 0x51], false],
  ['vp8', 'descriptor without a frame', [0x90, 0xf0, 0x91], false],
  ['vp9', 'key frame', [0x88, 0x80, 0x01], true],
  ['vp9', 'predicted frame', [0xc8, 0x80, 0x01], false],
  ['vp9', 'later packet of a key frame', [0x80, 0x80, 0x01], false],
  ['vp9', 'key frame, base layer', [0xa8, 0x80, 0x01, 0x10], true],
  ['vp9', 'key frame, spatial layer above', [0xa8, 0x80, 0x01, 0x12], false],
  ['vp9', 'descriptor that ends early', [0xa8, 0x80], false],
  ['h264', 'sequence parameters', [0x67, 0x42], true],
  ['h264', 'picture that builds on others', [0x41, 0x9a], false],
  ['h264', 'parameters and picture in one packet', stapA([0x67, 0x42], [0x68], [0x65]), true],
  ['h264', 'other units in one packet', stapA([0x06, 0x05], [0x41]), false],
  ['h264', 'first fragment of parameters', [0x7c, 0x87], true],
  ['h264', 'later fragment of parameters', [0x7c, 0x07], false],
  ['h264', 'fragment that ends early', [0x7c], false],
  ['av1', 'new coded video sequence', [0x18], true],
  ['av1', 'later frame', [0x10], false],
  ['vp8', 'nothing', [], false],
  ['h266', 'codec that is not known', [0x10, 0x50], false],
] as const)('%s: %s', (codec, _, payload, starts) => {
  expect(startsKeyFrame(codec, Buffer.from(payload))).toBe(starts)
})
