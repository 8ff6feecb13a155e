import { syslogMessage } from '../send/syslog-frame.ts'
import { cef } from './cef.ts'
import { words } from './mail-text.ts'
import type { Message, MessageItem } from './message.ts'

export interface SyslogForm {
  readonly format: 'plain' | 'cef'
  readonly facility: number
}

/** Severity of CEF (0 to 10) and of syslog (RFC 5424 table 2) by ours. */
const levels: Readonly<Record<string, readonly [cef: number, syslog: number]>> = {
  critical: [10, 2],
  high: [8, 3],
  medium: [5, 4],
  low: [3, 5],
  info: [1, 6],
}
const unsaid = [5, 5] as const

/** One entry for each item of a message, each with the id of the delivery; one for the message where it has none. */
export function syslogLines(
  message: Message,
  { id, server, host, version }: { id: string; server: string; host: string; version: string },
  { format, facility }: SyslogForm,
): Buffer[] {
  const entry = (text: string, severity: string | undefined) =>
    syslogMessage({
      facility,
      severity: (levels[severity ?? ''] ?? unsaid)[1],
      at: message.at,
      host,
      app: 'holdfast',
      kind: message.type,
      text,
    })
  const about = (item: MessageItem | undefined) => {
    const url = server + (item ?? message).path
    const what = item ? words(item) : message.summary
    if (format === 'plain') return `id=${id} tenant=${message.tenant.id} alert=${message.alert.id} ${what} ${url}`
    return cef({
      version,
      classId: item?.kind ?? message.type,
      name: item?.title ?? message.summary,
      severity: (levels[item?.severity ?? ''] ?? unsaid)[0],
      extension: {
        externalId: id,
        rt: String(Date.parse(message.at)),
        dhost: item?.asset?.name ?? '',
        cs1Label: 'alert',
        cs1: message.alert.name,
        cs2Label: 'tenant',
        cs2: message.tenant.name,
        cs3Label: 'object',
        cs3: item?.id ?? '',
        request: url,
        msg: what,
      },
    })
  }
  if (message.items.length === 0) return [entry(about(undefined), undefined)]
  return message.items.map((item) => entry(about(item), item.severity))
}
