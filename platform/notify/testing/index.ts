// Receivers on loopback for tests: mail, webhooks, syslog.
export { type HttpReceiver, httpReceiver, type MailReceiver, mailReceiver, syslogReceiver } from './receivers.ts'
export { sampleMessage } from './sample-message.ts'
