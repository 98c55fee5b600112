import { existsSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { linkedPages, pages, read, root } from './pages.ts'

/** Without code, in which brackets are brackets. */
const prose = (text: string) =>
  text.replace(/^```[\s\S]*?^```$/gm, '').replace(/(`+)(?:(?!\1)[\s\S])+?\1/g, 'code')

/** The anchors that GitHub gives a page's headings. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>()
  const anchors = new Set<string>()
  for (const [, heading] of text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} +(.*)$/gm)) {
    const slug = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-')
    const nth = seen.get(slug) ?? 0
    seen.set(slug, nth + 1)
    anchors.add(nth === 0 ? slug : `${slug}-${nth}`)
  }
  return anchors
}

function linksOf(text: string): string[] {
  const inline = prose(text).matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)
  const html = prose(text).matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)
  return [...inline, ...html].map(([, target]) => target!)
}

test.each(linkedPages.map((page) => [page]))('every link of %s leads somewhere', (page) => {
  const broken = linksOf(read(page)).filter((link) => {
    if (/^(https?|mailto):/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : normalize(join(dirname(page), path))
    if (target.startsWith('..') || !existsSync(join(root, target))) return true
    if (anchor === undefined) return false
    const isPage = target.endsWith('.md') && statSync(join(root, target)).isFile()
    return !isPage || !anchorsOf(read(target)).has(anchor)
  })
  expect(broken).toEqual([])
})

test('every page of docs/ can be reached from its index', () => {
  const seen = new Set<string>()
  const visit = (page: string) => {
    if (seen.has(page)) return
    seen.add(page)
    for (const link of linksOf(read(page))) {
      const target = normalize(join(dirname(page), link.split('#')[0]!))
      if (target.endsWith('.md') && target.startsWith('docs/') && existsSync(join(root, target))) {
        visit(target)
      }
    }
  }
  visit('docs/README.md')
  expect(pages.filter((page) => page.startsWith('docs/') && !seen.has(page))).toEqual([])
})

test.each(['parts', 'token-lives'])('%s in light and in dark differs in colours alone', (name) => {
  const bare = (theme: string) =>
    read(`docs/images/${name}-${theme}.svg`).replace(/<style>[\s\S]*<\/style>/, '')
  expect(bare('dark')).toBe(bare('light'))
  expect(bare('light')).toMatch(/role="img" aria-labelledby="title desc"/)
})
