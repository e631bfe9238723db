// What the page itself refuses keeps the field open, with the reason.
import { workgroup } from './api'
import { expect, test } from './fixtures'

test.beforeEach(async ({ app }) => {
  await app.signInAs('Maren')
  await app.openSettings()
})

const NAMES = { blank: '   ', long: 'x'.repeat(10_000), 'a bidi override': 'abc\u202Efdp', 'nothing visible': '\u200B\uFEFF' }
for (const [what, text] of Object.entries(NAMES)) {
  test(`a name that is ${what} is refused in the field`, async ({ app, page }) => {
    await app.name('Harbor Clinics').click()
    await app.field('Name').fill(text)
    await page.keyboard.press('Enter')
    await expect(app.field('Name')).toBeFocused()
    await expect(app.field('Name')).toHaveAttribute('aria-invalid', 'true')
    await expect(app.field('Name')).toHaveAccessibleDescription(/\S/)
    await page.keyboard.press('Escape')
    await expect(app.name('Harbor Clinics')).toBeFocused()
  })
}

for (const text of ['-1', '1e9', 'NaN', '12,3,4', '1.234', '', '¥85', '9999999999']) {
  test(`a rate of “${text}” is refused in the field`, async ({ app, page }) => {
    await app.edit(app.name('Harbor Clinics'), 'Harbor Rate')
    await app.cost('Harbor Rate').click()
    await app.field('Default agent cost').fill(text)
    await page.keyboard.press('Enter')
    await expect(app.field('Default agent cost')).toBeFocused()
    await expect(app.field('Default agent cost')).toHaveAttribute('aria-invalid', 'true')
  })
}

for (const [text, amount] of [['85', 8500], ['85.50', 8550], ['$85', 8500], ['1,234.5', 123_450]] as const) {
  test(`a rate of “${text}” is understood`, async ({ app, page }) => {
    await app.cost('Harbor Clinics').click()
    await app.field('Default agent cost').fill(text)
    await app.saving(() => page.keyboard.press('Enter'))
    expect((await workgroup(page, 'Harbor Clinics')).default_agent_cost).toEqual({ amount, currency: 'USD' })
  })
}

test('Enter while composing is not a save', async ({ app, page }) => {
  await app.name('Harbor Clinics').click()
  const input = await page.context().newCDPSession(page)
  await input.send('Input.imeSetComposition', { text: 'とうきょう', selectionStart: 5, selectionEnd: 5 })
  await app.field('Name').dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
  await app.field('Name').dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true })
  await expect(app.field('Name')).toBeFocused()
  await input.send('Input.insertText', { text: '東京' })
  await app.saving(() => page.keyboard.press('Enter'))
  await workgroup(page, '東京')
})

test('leaving a field neither saves nor loses', async ({ app, page }) => {
  await app.name('Harbor Clinics').click()
  await page.keyboard.type('Harbor Draft')
  await app.filter.click()
  await expect(app.grid.getByText('Unsaved').first()).toBeVisible()
  await workgroup(page, 'Harbor Clinics')
  await page.reload()
  await app.saving(() => app.grid.getByRole('button', { name: /^Save name of/ }).click())
  await workgroup(page, 'Harbor Draft')
})

test('a press on another cell opens it, although a line comes below the field that is left', async ({ app, page }) => {
  await app.name('Harbor Clinics').click()
  await page.keyboard.type('Harbor Draft')
  const row = await app.field('Name').evaluate((field) => Number(field.closest('[role=row]')!.getAttribute('aria-rowindex')))
  const aim = app.grid.locator(`[aria-rowindex="${row + 1}"]`).getByRole('button').first()
  const name = await aim.innerText()
  const { x, y, width, height } = (await aim.boundingBox())!
  await page.mouse.move(x + Math.min(width / 2, 40), y + height / 2)
  await page.mouse.down()
  await page.waitForTimeout(150)
  await page.mouse.up()
  await expect(app.field('Name')).toHaveValue(name)
  await expect(app.field('Name')).toBeFocused()
  await expect(app.grid.getByRole('button', { name: 'Discard name of Harbor Clinics' })).toBeVisible()
})

test('Tab keeps what was typed as a draft and opens the next cell', async ({ app, page }) => {
  await app.name('Harbor Clinics').click()
  await page.keyboard.type('Harbor Tab')
  await page.keyboard.press('Tab')
  await expect(app.field('Default agent cost')).toBeFocused()
  await expect(app.grid.getByRole('button', { name: /^Discard name of/ })).toBeVisible()
})
