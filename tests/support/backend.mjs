// A real backend with a data folder of its own, that can be stopped, killed and started again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What `cargo xtask` says of what is tested. */
function told(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set; start this by cargo xtask`)
  return value
}

export class Backend {
  /** Its origin, the same after a restart. */
  url = ''
  /** The last lines of its log, for a failure's sake. */
  log = []
  #folder
  #arguments
  #process

  constructor(folder, extra) {
    this.#folder = folder
    this.#arguments = ['serve', '--local', '--sample', '--data', folder, '--site', told('WORKGROUPS_SITE'), ...extra]
  }

  /** @param {{ sampleWorkgroups?: number, arguments?: string[] }} options */
  static async launch({ sampleWorkgroups, arguments: extra = [] } = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'workgroups-'))
    if (sampleWorkgroups) extra = [...extra, '--sample-workgroups', String(sampleWorkgroups)]
    const backend = new Backend(folder, extra)
    await backend.start()
    return backend
  }

  /** Starts it; after a stop, on the port that it had, with the data that it had. */
  async start() {
    const port = this.url ? new URL(this.url).port : '0'
    const child = spawn(told('WORKGROUPS_BACKEND'), [...this.#arguments, '--port', port], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#process = child
    createInterface({ input: child.stderr }).on('line', (line) => this.#keep(line))
    const lines = createInterface({ input: child.stdout })
    const ready = new Promise((done, failed) => {
      lines.on('line', (line) => {
        this.#keep(line)
        if (line.startsWith('ready: ')) done(line.slice('ready: '.length).trim())
      })
      child.once('error', failed)
      child.once('exit', (code, signal) => failed(new Error(`the backend stopped (${signal ?? code}):\n${this.log.join('\n')}`)))
    })
    this.url = await ready
  }

  /** Lets it end in order. */
  async stop() {
    await this.#end('SIGTERM')
  }

  /** Ends it as a power cut would. */
  async kill() {
    await this.#end('SIGKILL')
  }

  /** Ends it and removes its data. */
  async remove() {
    await this.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #end(signal) {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(late)
  }

  #keep(line) {
    this.log.push(line)
    if (this.log.length > 200) this.log.shift()
  }
}
