// The same in German: chosen by the browser, with German money. Names come from the catalogue.
import { readFileSync } from 'node:fs'
import { workgroup } from './api'
import { expect, test } from './fixtures'

const de: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../crates/messages/locales/de.json', import.meta.url), 'utf8'),
)
const label = (key: string, values: Record<string, string>) => de[key].replace(/\{(\w+)\}/g, (_, name) => values[name])

test.use({ locale: 'de-DE' })

test('a rate is read as German writes it', async ({ app, page }) => {
  await page.goto('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.getByRole('button', { name: label('sign_in_as', { name: 'Maren Falk' }) }).click()
  await app.navigationIn(de.main_navigation).getByRole('link', { name: de.settings }).click()
  const grid = page.getByRole('grid', { name: de.workgroups })
  const row = grid.getByRole('row').filter({ hasText: 'Harbor Clinics' })
  const cost = row.getByRole('button', { name: new RegExp(`^${de.cost}:`) })
  for (const [typed, amount, shown] of [
    ['1.234,50', 123_450, /1\.234,50/],
    ['1.234', 123_400, /1\.234,00/],
    ['85,5', 8_550, /85,50/],
  ] as const) {
    await cost.click()
    await page.keyboard.type(typed)
    await app.saving(() => page.keyboard.press('Enter'))
    await expect(cost).toHaveText(shown)
    expect((await workgroup(page, 'Harbor Clinics')).default_agent_cost?.amount).toBe(amount)
  }
})

test('another language keeps what was typed to add a workgroup', async ({ app, page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: label('sign_in_as', { name: 'Maren Falk' }) }).click()
  const dialog = page.getByRole('dialog', { name: de.add_workgroup })
  await page.getByRole('button', { name: de.add, exact: true }).click()
  await page.getByRole('menuitem', { name: de.workgroup, exact: true }).click()
  await dialog.getByRole('textbox', { name: de.workgroup_name }).fill('Behalten')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: label('signed_in_as', { name: 'Maren Falk' }) }).click()
  await page.getByRole('combobox', { name: de.language }).selectOption('en')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect((await app.openAddWorkgroup()).getByRole('textbox', { name: 'Workgroup name' })).toHaveValue('Behalten')
})

test('another language keeps the amount that an unsaved rate was typed for', async ({ app, page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: label('sign_in_as', { name: 'Maren Falk' }) }).click()
  await app.navigationIn(de.main_navigation).getByRole('link', { name: de.settings }).click()
  const row = page.getByRole('row').filter({ hasText: 'Gulf Logistics' })
  // Three digits in German, over a thousand in English.
  await row.getByRole('button', { name: new RegExp(`^${de.cost}:`) }).click()
  await page.keyboard.type('1,234')
  await page.getByRole('button', { name: label('signed_in_as', { name: 'Maren Falk' }) }).click()
  await expect(row.getByRole('button', { name: de.save })).toBeAttached()
  await page.getByRole('combobox', { name: de.language }).selectOption('en')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expect(app.cost('Gulf Logistics')).toHaveText('1.234')
  await app.saving(() => row.getByRole('button', { name: 'Save' }).click())
  expect((await workgroup(page, 'Gulf Logistics')).default_agent_cost?.amount).toBe(1_234)
})
