// Receivers on loopback for tests: mail, webhooks, syslog.
export { localTls } from './local-tls.ts'
export { type HttpReceiver, httpReceiver, type MailReceiver, mailReceiver, syslogReceiver } from './receivers.ts'
export { sampleMessage } from './sample-message.ts'
