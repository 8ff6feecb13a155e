// The face of notifying: ways to the outside, and messages that reach them at least once.
export { type Channel, type ChannelKind, channelKinds, channelSettingsSchema } from './channels/channel.ts'
export { readMailServer, removeMailServer, writeMailServer } from './channels/mail-server.ts'
export { readChannelNames, readChannels } from './channels/read-channels.ts'
export {
  type ChannelWriter,
  changeChannel,
  createChannel,
  type NewChannel,
  removeChannel,
  resumeChannel,
  rotateSecret,
} from './channels/write-channel.ts'
export { enqueue } from './deliver/enqueue.ts'
export { type Delivering, type DeliveringOptions, startDelivering } from './deliver/start-delivering.ts'
export { tellPeople } from './deliver/tell-people.ts'
export { EgressGuard } from './egress/egress-guard.ts'
export { type Delivery, readDeliveries, readDelivery } from './log/read-deliveries.ts'
export { redeliver } from './log/redeliver.ts'
export { NotifyError, type NotifyErrorCode } from './notify-error.ts'
export { type Message, type MessageItem, mostItems } from './render/message.ts'
export { type MailServer, readMailUrl } from './send/mail-server-url.ts'
export { verifyWebhook, webhookHeaders } from './send/webhook-signature.ts'
export { forgetOldDeliveries } from './tasks.ts'

/** The part's migrations. */
export const notifyPart = { part: 'notify', folder: new URL('./sql/', import.meta.url) } as const
