import type { Message, MessageItem } from './message.ts'

/** Of so many items a mail tells one by one. */
const mostShown = 50

export interface MailText {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A message as mail: plain text, and the same as simple HTML without pictures or anything that is fetched. */
export function mailText(message: Message, server: string): MailText {
  const shown = message.items.slice(0, mostShown)
  const rest = message.total - shown.length
  const link = server + message.path
  const earlier = message.messages ?? []
  const said = message.words ?? []
  const [all, see] = message.type === 'notice' ? ['Look', 'Look there'] : ['All of them', 'See all of them']
  const text = [
    message.summary,
    '',
    ...said,
    ...(said.length > 0 ? [''] : []),
    ...earlier.map(({ at, summary }) => `- ${at}  ${summary}`),
    ...(earlier.length > 0 ? [''] : []),
    ...shown.flatMap((item) => [`- ${words(item)}`, `  ${server}${item.path}`]),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    '',
    `${all}: ${link}`,
    '',
    '--',
    ...footer(message),
  ].join('\n')
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"></head>',
    '<body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#1a1a1a;background:#ffffff">',
    `<p><b>${escaped(message.summary)}</b></p>`,
    ...said.map((sentence) => `<p>${escaped(sentence)}</p>`),
    list(earlier.map(({ at, summary }) => `${escaped(at)} ${escaped(summary)}`)),
    list(shown.map((item) => `<a href="${escaped(server + item.path)}">${escaped(words(item))}</a>`)),
    rest > 0 ? `<p>and ${rest} more</p>` : '',
    `<p><a href="${escaped(link)}">${see}</a></p>`,
    `<p style="color:#595959;font-size:13px">${footer(message).map(escaped).join('<br>')}</p>`,
    '</body></html>',
  ].join('\n')
  return { subject: `[${message.tenant.name}] ${message.summary}`.slice(0, 200), text, html }
}

function footer({ type, alert, tenant, at }: Message): string[] {
  if (type === 'notice') return [`${tenant.name}, ${at}`]
  return [
    `Alert “${alert.name}” of ${tenant.name}, ${at}`,
    ...(alert.query === '' ? [] : [`Query over ${alert.list}: ${alert.query}`]),
  ]
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`
}

/** An item in one line. */
export function words({ title, severity, asset, more = {} }: MessageItem): string {
  const parts = [severity && `[${severity}]`, title, asset && `on ${asset.name}`].filter(Boolean).join(' ')
  const rest = Object.entries(more).filter(([, value]) => value !== '')
  return rest.length === 0 ? parts : `${parts} (${rest.map(([name, value]) => `${name}: ${value}`).join(', ')})`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
