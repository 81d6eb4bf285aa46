/** Texts about what was used, and the ceilings. */
export const usageTexts = {
  'usage.title': 'Usage',
  'usage.about':
    'What was asked of the model in a calendar month (UTC), with every request, also those that failed.',
  'usage.about.own':
    'What you asked of the model in a calendar month (UTC), with every request, also those that failed.',
  'usage.month.earlier': 'Earlier month',
  'usage.month.later': 'Later month',
  'usage.month.total':
    '{count, plural, =0 {Nothing was asked of the model.} one {One request, {cost}.} other {# requests, {cost}.}}',
  'usage.unpriced':
    'Money is not counted: set AI_INPUT_PRICE and AI_OUTPUT_PRICE to what a million tokens of the model cost.',

  'usage.ceilings': 'Ceilings',
  'usage.ceilings.about':
    'What is asked for at the moment counts as if it were used in full; it is corrected when the answer is there.',
  'usage.ceiling.month': 'Everybody, in this month',
  'usage.ceiling.editor': 'You, in this month',
  'usage.ceiling.of': '{used} of {ceiling}',
  'usage.ceiling.left': '{left} left',
  'usage.ceiling.reached': 'The ceiling is reached: nothing more is asked until the next month.',
  'usage.ceiling.none': '{used}, no ceiling',

  'usage.by.editors': 'By person',
  'usage.by.models': 'By model',
  'usage.by.commands': 'By command',
  'usage.by.days': 'By day',
  'usage.editor': 'Person',
  'usage.model': 'Model',
  'usage.command': 'Command',
  'usage.day': 'Day',
  'usage.share': 'Compared',
  'usage.requests': 'Requests',
  'usage.input': 'Tokens sent',
  'usage.output': 'Tokens received',
  'usage.money': 'Cost',
  'usage.money.unknown': 'Unknown',

  'settings.title': 'Settings',
  'settings.about':
    'Where a ceiling would be passed, the model is not asked, and the job stops with what is done. An empty field is no ceiling.',
  'settings.job': 'For one job',
  'settings.editor': 'For one person in a month',
  'settings.month': 'For everybody in a month',
  'settings.tokens': 'Tokens',
  'settings.dollars': 'US dollars',
  'settings.review': 'Publish only what was reviewed',
  'settings.review.about':
    'Publishing is refused as long as somebody has not marked machine-written text of the course as reviewed. Otherwise it is a warning.',
  'settings.save': 'Save the settings',
  'settings.saved': 'The settings are saved.',
  'settings.unchanged': 'Nothing was changed yet.',
  'settings.model': 'Model: {model}',
  'settings.model.pictures': 'Model: {model}, which sees pictures',
} as const;
