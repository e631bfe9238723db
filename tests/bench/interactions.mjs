// One pass through what an agent does all day, each step from its input to its paint.
import { controls, openTab } from './tab.mjs'

const SCROLL_STEPS = 150

export async function interactions(browser, { settings, state }, cpu, note) {
  const tab = await openTab(browser, { cpu, state })
  const { page } = tab
  await tab.goto(settings)
  const ui = controls(page)
  const record = (name, { paint, task, longest }) => {
    note(`${cpu}x ${name}: paint (ms)`, paint)
    note(`${cpu}x ${name}: task (ms)`, task)
    note(`${cpu}x ${name}: longest task (ms)`, longest)
  }
  const middle = ({ x, y, width, height }) => ({ x: x + Math.min(width / 2, 40), y: y + height / 2 })
  const click = async (name, outcome, target) => {
    const { x, y } = 'x' in target ? target : middle(await target.boundingBox())
    await page.mouse.move(x, y)
    record(name, await tab.step(outcome, undefined, () => page.mouse.down().then(() => page.mouse.up())))
  }
  const type = async (name, outcome, text) => {
    for (let end = 1; end <= text.length; end++) {
      record(name, await tab.step(outcome, text.slice(0, end), () => page.keyboard.press(text[end - 1])))
    }
  }

  await click('open selector', 'options', ui.selector)
  await ui.search.focus()
  await type('selector key', 'optionsSay', 'falcon')
  record('choose', await tab.step('switched', new URL(page.url()).pathname, () => page.keyboard.press('Enter')))
  await ui.filter.focus()
  await type('filter key', 'namesSay', 'river')
  await ui.filter.fill('')
  await tab.quiet()

  await click('open cell', 'editing', await page.evaluate(() => window.bench.secondName()))
  const renamed = `Renamed ${cpu} ${Date.now()}`
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(renamed)
  await tab.quiet()
  record('commit', await tab.step('shows', renamed.toLowerCase(), () => page.keyboard.press('Enter')))

  await click('open Add', 'menu', ui.add)
  await click('open dialog', 'dialog', ui.addWorkgroup)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await tab.quiet()

  const before = await tab.taskTime()
  const { blank, slowest } = await page.evaluate((steps) => window.bench.scroll(steps), SCROLL_STEPS)
  note(`${cpu}x scroll: task a frame (ms)`, ((await tab.taskTime()) - before) / SCROLL_STEPS)
  note(`${cpu}x scroll: blank frames`, blank)
  note(`${cpu}x scroll: slowest frame (ms)`, slowest)
  await tab.close()
}
