import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { formatCount, formatShort } from '../format/number.ts'
import { formatDayTime } from '../format/time.ts'
import type { TimePoint } from './time-chart.tsx'

export interface TimeCanvas {
  draw(points: readonly TimePoint[]): void
  close(): void
}

/** Draws a line on a canvas in the colours of the page. A point leads to its list. */
export function timeCanvas(place: HTMLElement): TimeCanvas {
  use([LineChart, GridComponent, TooltipComponent, CanvasRenderer])
  const chart = init(emptiedSafely(place), null, { renderer: 'canvas' })
  let shown: readonly TimePoint[] = []
  chart.on('click', ({ dataIndex }) => {
    const href = shown[dataIndex ?? -1]?.href
    if (href === undefined) return
    // A link like any other, so that the page's own navigation takes it.
    const link = document.createElement('a')
    link.href = href
    place.append(link)
    link.click()
    link.remove()
  })
  const watch = new ResizeObserver(() => chart.resize())
  watch.observe(place)
  return {
    draw(points) {
      shown = points
      const colour = colours(place)
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches
      chart.setOption(
        {
          animation: !still,
          animationDuration: 250,
          textStyle: { fontFamily: getComputedStyle(place).fontFamily },
          grid: { left: 8, right: 12, top: 12, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
          // Drawn on the canvas: a tooltip of HTML would carry styles that the page's policy refuses.
          tooltip: {
            trigger: 'axis',
            renderMode: 'richText',
            confine: true,
            backgroundColor: colour('--raised'),
            borderColor: colour('--line'),
            textStyle: { color: colour('--ink'), fontSize: 12 },
            formatter: (marks: unknown) => {
              const point = points[(marks as readonly { dataIndex: number }[])[0]?.dataIndex ?? -1]
              if (!point) return ''
              return `${formatDayTime(point.at)}\n${point.value === null ? 'not counted yet' : formatCount(point.value)}`
            },
          },
          xAxis: {
            type: 'time',
            axisLine: { lineStyle: { color: colour('--line') } },
            axisTick: { show: false },
            axisLabel: { color: colour('--ink-3'), fontSize: 11, hideOverlap: true },
            splitLine: { show: false },
          },
          yAxis: {
            type: 'value',
            min: 0,
            minInterval: 1,
            splitNumber: 4,
            axisLabel: { color: colour('--ink-3'), fontSize: 11, formatter: (value: number) => formatShort(value) },
            splitLine: { lineStyle: { color: colour('--line-2') } },
          },
          series: [
            {
              type: 'line',
              data: points.map(({ at, value }) => [at, value]),
              symbol: 'circle',
              symbolSize: 7,
              showAllSymbol: true,
              cursor: 'pointer',
              lineStyle: { width: 2, color: colour('--brand') },
              itemStyle: { color: colour('--brand') },
              areaStyle: { color: colour('--brand'), opacity: 0.1 },
            },
          ],
        },
        true,
      )
    },
    close() {
      watch.disconnect()
      chart.dispose()
    },
  }
}

/** The library empties its place by writing an empty text into `innerHTML`, which pages under Trusted Types refuse: here it takes the children away instead. */
function emptiedSafely(place: HTMLElement): HTMLElement {
  Object.defineProperty(place, 'innerHTML', {
    configurable: true,
    get: () => '',
    set: () => place.replaceChildren(),
  })
  return place
}

/** Gives the colours of design tokens as they are at this moment: the canvas knows no variables. */
function colours(place: HTMLElement): (token: string) => string {
  const read = new Map<string, string>()
  for (const token of ['--raised', '--line', '--line-2', '--ink', '--ink-3', '--brand']) {
    // A new one each: where the colour of one that is there changes, it may be on its way from the old one.
    const probe = document.createElement('i')
    probe.style.color = `var(${token})`
    place.append(probe)
    read.set(token, getComputedStyle(probe).color)
    probe.remove()
  }
  return (token) => read.get(token) ?? 'currentColor'
}
