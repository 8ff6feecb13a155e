import { judgingBacklog } from '@holdfast/platform/findings'
import type { Metrics } from '@holdfast/platform/http'
import type { Database } from '@holdfast/platform/store'

/** Sets the gauges that are asked for rather than counted, whenever somebody reads the metrics. */
export function probeMetrics(metrics: Metrics, database: Database): void {
  metrics.probe(() => {
    const { rss, heapUsed } = process.memoryUsage()
    metrics.gauge('holdfast_process_resident_bytes', 'Memory of the server process.', rss)
    metrics.gauge('holdfast_process_heap_bytes', 'Memory of its JavaScript heap.', heapUsed)
    metrics.gauge('holdfast_process_uptime_seconds', 'How long the server process runs.', process.uptime())
    for (const { role, open, idle, waiting } of database.stats()) {
      metrics.gauge('holdfast_database_connections', 'Connections of the server process, by role.', open, { role })
      metrics.gauge('holdfast_database_idle', 'Those of them that do nothing.', idle, { role })
      metrics.gauge('holdfast_database_waiting', 'Transactions that wait for a connection.', waiting, { role })
    }
  })
  metrics.probe(async () => {
    const { due, tenants, oldestAt } = await judgingBacklog({ database })
    metrics.gauge('holdfast_judging_due', 'Assets that are to be judged.', due)
    metrics.gauge('holdfast_judging_tenants', 'Tenants that they belong to.', tenants)
    const age = oldestAt === null ? 0 : Math.max(0, (Date.now() - Date.parse(oldestAt)) / 1000)
    metrics.gauge('holdfast_judging_oldest_seconds', 'For how long the oldest of them has been due.', age)
  })
}
