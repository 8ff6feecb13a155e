import { words } from './mail-text.ts'
import type { Message } from './message.ts'

const mostSlackItems = 20

/** A message as the JSON that receivers get: schemaVersion 1, with whole addresses. `id` is the same with every try. */
export function webhookBody(message: Message, id: string, server: string): string {
  const { path, items, ...rest } = message
  return JSON.stringify({
    ...rest,
    id,
    url: server + path,
    items: items.map(({ path, ...item }) => ({ ...item, url: server + path })),
    more: Math.max(0, message.total - items.length),
  })
}

/** A message as chat programs with incoming webhooks take it (Slack, Mattermost, Rocket.Chat): `{ text }` with mrkdwn. */
export function slackBody(message: Message, server: string): string {
  const shown = message.items.slice(0, mostSlackItems)
  const rest = message.total - shown.length
  const lines = [
    `*${plain(message.summary)}*`,
    ...(message.messages ?? []).map(({ summary }) => `• ${plain(summary)}`),
    ...shown.map((item) => `• <${server}${item.path}|${plain(words(item)).replaceAll('|', '¦')}>`),
    ...(rest > 0 ? [`and ${rest} more`] : []),
    `<${server}${message.path}|See all of them>`,
  ]
  return JSON.stringify({ text: lines.join('\n') })
}

/** `&`, `<` and `>` are control characters there: with them a host name could call everybody in a channel. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
