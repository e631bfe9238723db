// The first load: bytes without a slow-down, first row on a simulated fast 4G.
import { FAST_4G, openTab } from './tab.mjs'

/** Bytes on the wire, headers included, of everything but the API's answers. */
export async function bytes(browser, { settings, state }, note) {
  const tab = await openTab(browser, { state })
  const paths = new Map()
  let total = 0
  tab.devtools.on('Network.responseReceived', ({ requestId, response }) => {
    const { protocol, pathname } = new URL(response.url)
    if (protocol.startsWith('http') && !pathname.startsWith('/api/')) paths.set(requestId, pathname)
  })
  tab.devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (paths.has(requestId)) total += encodedDataLength
  })
  await tab.goto(settings)
  note('load: bytes with headers', total)
  note('load: requests', paths.size)
  await tab.close()
}

export async function firstRow(browser, { settings, state }, note) {
  for (const [name, options] of [['fast 4G, cpu 4x', { cpu: 4, network: FAST_4G }], ['loopback', {}]]) {
    const tab = await openTab(browser, { ...options, state })
    note(`load: first row, ${name} (ms)`, await tab.goto(settings))
    await tab.close()
  }
}
