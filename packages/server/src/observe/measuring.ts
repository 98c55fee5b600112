import type { Settings } from '../config/settings.ts'
import type { Metrics } from './prometheus.ts'
import { type ServedMetrics, serveMetrics } from './serve-metrics.ts'

type MetricsSettings = Pick<Settings, 'metricsHost' | 'metricsPort' | 'metricsKey'>

/** What is measured, if there is a port for it. The library is loaded then alone. */
export async function metricsOf({ metricsPort }: MetricsSettings): Promise<Metrics | undefined> {
  if (metricsPort === undefined) return undefined
  const { openMetrics } = await import('./prometheus.ts')
  return openMetrics()
}

interface Around {
  readonly holderOf: (key: string) => (presented: string) => unknown
  /** what was opened before is closed when the port cannot be had */
  readonly opened: { readonly close: () => Promise<void> }
}

/** @throws ConfigError */
export async function serveMetricsOf(
  metrics: Metrics | undefined,
  { metricsHost: host, metricsPort: port = 0, metricsKey }: MetricsSettings,
  { holderOf, opened }: Around,
): Promise<ServedMetrics | undefined> {
  if (metrics === undefined) return undefined
  const { registry } = metrics
  const isKey = metricsKey === undefined ? undefined : holderOf(metricsKey)
  try {
    return await serveMetrics({ registry, host, port, isKey })
  } catch (error) {
    await opened.close()
    throw error
  }
}
