// A mail server on loopback that keeps what it is given, and can be made to misbehave.
import { simpleParser } from 'mailparser'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

/**
 * How it treats mail: `take` it; `refuse` the recipient for good; `hang`, saying nothing once the
 * recipient is named; or `drop` the connection when it has the whole content, before its answer.
 * @typedef {'take' | 'refuse' | 'hang' | 'drop'} Manner
 */

export class MailServer {
  /** @type {Manner} */
  manner = 'take'
  /** What it has been given, in the order of arrival. @type {import('mailparser').ParsedMail[]} */
  letters = []
  /** How many recipients were named. */
  tries = 0
  #server

  static async launch() {
    const mail = new MailServer()
    mail.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onRcptTo: (_address, _session, done) => mail.#recipient(done),
      onData: (stream, session, done) => mail.#content(stream, session, done),
    })
    // A client that is gone is nothing to fall over.
    mail.#server.on('error', () => {})
    mail.#server.listen(0, '127.0.0.1')
    await once(mail.#server.server, 'listening')
    return mail
  }

  /** What a backend is started with to send by it. */
  get arguments() {
    const { port } = this.#server.server.address()
    return ['--smtp-url', `smtp://127.0.0.1:${port}`, '--mail-from', 'Workgroups <no-reply@example.com>', '--smtp-timeout', '2']
  }

  /** The newest letter to an address whose subject is so, as soon as there is one. */
  async letter(to, subject = /./) {
    for (const end = Date.now() + 15_000; Date.now() < end; await sleep(50)) {
      const letter = this.letters.findLast((letter) => letter.to.text.includes(to) && subject.test(letter.subject))
      if (letter) return letter
    }
    throw new Error(`no letter to ${to} with ${subject} among: ${this.letters.map((letter) => `${letter.to.text}: ${letter.subject}`)}`)
  }

  async close() {
    for (const connection of this.#server.connections) connection._socket.destroy()
    await new Promise((done) => this.#server.close(done))
  }

  #recipient(done) {
    this.tries += 1
    if (this.manner === 'refuse') return done(Object.assign(new Error('No such mailbox'), { responseCode: 550 }))
    if (this.manner !== 'hang') done()
  }

  async #content(stream, session, done) {
    this.letters.push(await simpleParser(stream))
    if (this.manner === 'drop') [...this.#server.connections].find(({ id }) => id === session.id)?._socket.destroy()
    done()
  }
}
