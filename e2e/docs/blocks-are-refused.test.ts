import { expect, test } from 'vitest'
import { blocksOf, treatmentOf } from './blocks.ts'
import { asOneModule, saidOutputs } from './run-modules.ts'
import { firstMissing } from './run-shell.ts'

const treat = (text: string) =>
  blocksOf('docs/x.md', text).map((block) => treatmentOf(block, text).as)

test.each([
  ['no language', '```\nx\n```'],
  ['a language that nothing runs', '```ruby\nputs 1\n```'],
  ['text that is not said to be anything', '```text\nx\n```'],
  ['a mark that means nothing', '<!-- test: later -->\n```js\nx\n```'],
  ['what can run here, marked as not run', '<!-- test: not run -->\n```js\nx\n```\nnot run'],
  ['what was not run, without a word', '<!-- test: not run -->\n```kotlin\nx\n```'],
])('%s is refused', (_, text) => {
  expect(() => treat(text)).toThrow(/^docs\/x\.md:\d: /)
})

test('odd fences are refused, lest a block hides', () => {
  for (const text of ['  ```js\nx\n  ```', '~~~\nx\n~~~', '```js\nx']) {
    expect(() => blocksOf('docs/x.md', text)).toThrow(/^docs\/x\.md:1: /)
  }
})

test('what cannot run here may stand on a page that says so', () => {
  expect(treat('This was not run.\n\n<!-- test: not run -->\n```kotlin\nx\n```')).toEqual([
    'not run',
  ])
})

test('a page of several blocks is one module, with each import once', () => {
  const blocks = [
    { code: "import { a, b } from 'one'\nimport c from 'two'\na() // twice\n" },
    { code: "import { b, d } from 'one'\nconsole.log(d()) // 7\n" },
  ]
  expect(asOneModule(blocks)).toBe(
    "import c from 'two'\nimport { a, b, d } from 'one'\na() // twice\nconsole.log(d()) // 7\n",
  )
  expect(saidOutputs(blocks)).toEqual(['7'])
})

test('printed lines have to come in their order, and … stands for anything', () => {
  expect(firstMissing(['a…c', 'd'], 'x\nabc\n d \n')).toBeUndefined()
  expect(firstMissing(['d', 'abc'], 'abc\nd')).toBe('abc')
  expect(firstMissing(['a.c'], 'abc')).toBe('a.c')
})
