import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openMetrics } from '../../src/observe/prometheus.ts'
import { appId, keptProject, serving } from '../authority.ts'
import { FakePlatform } from '../platform.ts'

const folder = join(import.meta.dirname, '../../../../docs/operate')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

interface Panel {
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
}

const dashboard = JSON.parse(read('grafana-dashboard.json'))
const panels: readonly Panel[] = dashboard.panels
const expressions: Readonly<Record<string, string>> = {
  dashboard: panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n'),
  alerts: read('alerts.yml'),
}

async function everythingSeen(): Promise<string> {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const platform = await FakePlatform.start()
  const env = {
    SYMBOLON_METRICS_PORT: '0',
    SYMBOLON_LIMIT_CALLER: '1/h burst 1',
    SYMBOLON_PLATFORM_URL: platform.url,
    SYMBOLON_PLATFORM_CUSTOMER_ID: 'a-customer',
    SYMBOLON_PLATFORM_CUSTOMER_SECRET: 'a-secret-of-the-console',
  }
  const { call, server } = await serving(kept, env)
  const body = { rtc: { channel: 'lobby', uid: 7 } }
  await call('POST /v1/tokens', { key, body })
  await call('POST /v1/tokens', { key, body })
  await call('POST /v1/tokens', { key: `${key}x`, body })
  await call(`POST /v1/projects/${appId}/bans`, { key, body: { uid: 7 } })
  const look = async () => await (await fetch(server.metricsUrl!)).text()
  await expect.poll(look).toContain('symbolon_agora_rest_requests_total{')
  const text = await look()
  const failing = openMetrics() // a real database that fails would be out of the way here
  failing.storeFailed('record')
  return text + (await failing.registry.metrics())
}

function metricNames(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
  )
  return new Set(names)
}

/** Of every metric, the labels it was seen with. */
function labelsOf(text: string, name: string): ReadonlySet<string> {
  const line = new RegExp(`^${name}\\{([^}]*)\\} `, 'gm')
  const labels = [...text.matchAll(line)].flatMap(([, list = '']) =>
    [...list.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
  )
  return new Set([...labels, 'instance'])
}

const used = /\b(?:symbolon|nodejs|process|http_server)_\w+/g

test.each(['dashboard', 'alerts'])(
  'every metric of the %s is one that the server shows',
  async (page) => {
    const text = await everythingSeen()
    const names = [...new Set(expressions[page]!.match(used))]
    expect(names.length).toBeGreaterThan(8)
    expect(names.filter((name) => !metricNames(text).has(name))).toEqual([])
  },
)

test.each(['dashboard', 'alerts'])(
  'every label of the %s is one that its metric has',
  async (page) => {
    const text = await everythingSeen()
    const missing: string[] = []
    for (const [, by = '', rest = ''] of expressions[page]!.matchAll(/by \(([^)]*)\) \(([^)]*)/g)) {
      const name = rest.match(used)![0]
      const inside = [...rest.matchAll(/(\w+)=~?"/g)].map(([, label = '']) => label)
      for (const label of [...by.split(', '), ...inside]) {
        if (!labelsOf(text, name).has(label)) missing.push(`${name}: ${label}`)
      }
    }
    expect(missing).toEqual([])
  },
)

test('the legends of the dashboard show labels that are left', () => {
  for (const { targets } of panels) {
    for (const { expr, legendFormat } of targets) {
      const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label)
      const left = /^\w+ by \(([^)]*)\)/.exec(expr)?.[1]?.split(', ')
      if (left !== undefined) expect(left).toEqual(expect.arrayContaining(shown))
    }
  }
})

test('the page lists every metric of ours with its labels, and every alert', async () => {
  const text = await everythingSeen()
  const page = read('README.md')
  const listed = [...page.matchAll(/^\| `([a-z]\w+)` \| ([^|]*)\|/gm)]
  const ours = [...text.matchAll(/^# TYPE ((?:symbolon|http_server)_\w+) /gm)].map(([, n]) => n)
  expect(listed.map(([, name]) => name).sort()).toEqual([...new Set(ours)].sort())
  for (const [, name = '', cell = ''] of listed) {
    const labels = [...cell.matchAll(/`(\w+)`/g)].map(([, label = '']) => label)
    const seen = metricNames(text).has(name) ? name : `${name}_count`
    expect([...labelsOf(text, seen)].sort()).toEqual([...labels, 'instance'].sort())
  }
  const alerts = [...expressions.alerts!.matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
  expect(alerts.length).toBeGreaterThan(5)
  for (const alert of alerts) expect(page).toContain(`\`${alert}\``)
})

test('every alert says how bad it is, since when, and what has happened', () => {
  const rules = expressions.alerts!.split('- alert: ').slice(1)
  for (const rule of rules) {
    expect(rule).toMatch(/\n {8}expr: /)
    expect(rule).toMatch(/\n {8}for: \d+[mhd]\n/)
    expect(rule).toMatch(/severity: (page|ticket)/)
    expect(rule).toMatch(/summary: \S/)
  }
})
